using System.Globalization;
using System.Text;
using Estate.Domain.Devices;

namespace Estate.Bench.Replay;

/// <summary>Operators' ids, of any characters, as names of ours; two of theirs never become one.</summary>
internal sealed class RecordedIds
{
    private const int RoomForNumber = 8;

    private readonly OrderedDictionary<string, string> _ours = new();
    private readonly HashSet<string> _taken = [];

    /// <summary>What became what, in the order of the recording.</summary>
    internal IReadOnlyList<KeyValuePair<string, string>> Table => [.. _ours];

    internal string Of(string theirs)
    {
        if (_ours.TryGetValue(theirs, out var known))
            return known;
        var (plain, name) = (Plain(theirs), "");
        for (var number = 1; !_taken.Add(name = number == 1 ? plain : string.Create(CultureInfo.InvariantCulture, $"{plain}-{number}"));)
            number++;
        _ours[theirs] = name;
        return name;
    }

    /// <summary>Letters small, other signs a dash, letters of other scripts by their numbers.</summary>
    private static string Plain(string theirs)
    {
        var plain = new StringBuilder();
        foreach (var rune in theirs.EnumerateRunes())
            if (rune.IsAscii && Rune.IsLetterOrDigit(rune))
                plain.Append(char.ToLowerInvariant((char)rune.Value));
            else if (!rune.IsAscii)
                plain.Append(CultureInfo.InvariantCulture, $"u{rune.Value:x}");
            else if (plain.Length > 0 && plain[^1] != '-')
                plain.Append('-');
        var cut = plain.ToString(0, Math.Min(plain.Length, DeviceId.MaxNameLength - RoomForNumber)).Trim('-');
        return cut.Length == 0 ? "x" : cut;
    }
}
