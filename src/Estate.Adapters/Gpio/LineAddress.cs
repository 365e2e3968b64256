using System.Globalization;
using System.Text;

namespace Estate.Adapters.Gpio;

/// <summary>
/// Where a line is: its name ("GPIO17") or chip label and offset ("pinctrl-rp1:17"). Never a chip number, which a kernel
/// update may change: the header of a Pi 5 was gpiochip4 and became gpiochip0.
/// </summary>
public readonly record struct LineAddress
{
    private const string Expected = "a line is a name such as GPIO17, or a chip label and an offset such as pinctrl-rp1:17";
    private const int MaxOffset = 65_535;

    /// <summary>The kernel's names have 32 bytes with the closing zero.</summary>
    private const int MaxNameBytes = 31;

    private readonly string? _text;

    private LineAddress(string text, string? label, int offset) => (_text, Label, Offset) = (text, label, offset);

    /// <summary>Null when the line is given by its name.</summary>
    internal string? Label { get; }

    internal int Offset { get; }

    /// <exception cref="FormatException">Neither a name nor a label with an offset; says what is expected.</exception>
    public static LineAddress Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length == 0 || text != text.Trim() || text.Any(char.IsControl))
            throw new FormatException($"'{text}': {Expected}");
        // Labels may hold colons themselves ("INT33FF:00"), so the last one counts.
        var colon = text.LastIndexOf(':');
        var name = colon < 0 ? text : text[..colon];
        if (IsChipNumber(name))
            throw new FormatException($"'{text}' counts chips, and their numbers change with the kernel: {Expected} (gpioinfo lists them)");
        if (name.Length == 0 || Encoding.UTF8.GetByteCount(name) > MaxNameBytes)
            throw new FormatException($"'{text}' has a name of no letters or of more than {MaxNameBytes} bytes: {Expected}");
        if (colon < 0)
            return new(text, null, 0);
        if (!int.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var offset) || offset > MaxOffset)
            throw new FormatException($"'{text}' has no offset of 0 to {MaxOffset} after its colon: {Expected}");
        return new(text, name, offset);
    }

    public override string ToString() => _text ?? "";

    private static bool IsChipNumber(string name)
    {
        const string chip = "gpiochip";
        var rest = name.StartsWith("/dev/", StringComparison.Ordinal) ? name["/dev/".Length..] : name;
        rest = rest.StartsWith(chip, StringComparison.Ordinal) ? rest[chip.Length..] : rest;
        return rest.Length > 0 && rest.All(char.IsAsciiDigit);
    }
}
