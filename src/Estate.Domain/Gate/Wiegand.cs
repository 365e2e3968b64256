using System.Globalization;
using System.Numerics;
using Estate.Domain.Devices;

namespace Estate.Domain.Gate;

/// <summary>What a frame turned out to be: a card's text such as <c>W26:D41B81</c>, or the reason why not.</summary>
internal readonly record struct WiegandResult(string? Card, string? Reason);

/// <summary>
/// The 26-, 34- and 37-bit formats: an even parity bit, data, an odd parity bit (domain facts 3.2). Parity misses half of
/// all double errors, so a number is never believed without the card registry.
/// </summary>
internal static class Wiegand
{
    public const string BadLength = "bad_length";
    public const string BadParity = "bad_parity";

    /// <summary>Every bit inverted: the two wires are connected the wrong way round.</summary>
    public const string LinesSwapped = "lines_swapped";

    /// <summary>How many bits each parity covers, itself included, from its own end; 37 bits overlap in the middle one.</summary>
    private static int Half(int length) => length switch { 26 => 13, 34 => 17, 37 => 19, _ => 0 };

    public static WiegandResult Decode(CardFrame frame)
    {
        if (Half(frame.Length) == 0)
            return new(null, BadLength);
        if (HasGoodParity(frame))
            return new(TextOf(frame), null);
        // Both halves have an odd number of bits, so an inverted frame fails both parities, always.
        var inverted = frame with { Bits = ~frame.Bits & Mask(frame.Length) };
        return new(null, HasGoodParity(inverted) ? LinesSwapped : BadParity);
    }

    /// <summary>The frame of a card, for simulators and tests.</summary>
    /// <exception cref="ArgumentException">Not a length of 26, 34 or 37.</exception>
    public static CardFrame Encode(int length, ulong data)
    {
        var half = Half(length) is not 0 and var known ? known : throw new ArgumentException($"{length} bits are not a known format");
        var bits = (data << 1) & Mask(length - 1);
        if (BitOperations.PopCount(bits >> (length - half)) % 2 != 0)
            bits |= 1UL << (length - 1);
        if (BitOperations.PopCount(bits & Mask(half)) % 2 == 0)
            bits |= 1;
        return new(bits, length);
    }

    private static bool HasGoodParity(CardFrame frame)
    {
        var half = Half(frame.Length);
        return BitOperations.PopCount(frame.Bits >> (frame.Length - half)) % 2 == 0
            && BitOperations.PopCount(frame.Bits & Mask(half)) % 2 == 1;
    }

    private static string TextOf(CardFrame frame)
    {
        var data = (frame.Bits >> 1) & Mask(frame.Length - 2);
        var digits = (frame.Length - 2 + 3) / 4;
        return $"W{frame.Length}:{data.ToString("X" + digits.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture)}";
    }

    private static ulong Mask(int bits) => (1UL << bits) - 1;
}
