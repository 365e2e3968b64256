using Estate.Domain.Devices;
using Estate.Gateway.Found;
using NodaTime;

namespace Estate.Web.Devices;

/// <summary>A found device as people read of it.</summary>
/// <param name="Profiles">Those that fit, by name and in words.</param>
public sealed record FoundRow(
    string Key, string Id, string Name, string Product, string Topic, Instant LastHeard, IReadOnlyList<(string Name, Text Title)> Profiles)
{
    internal const int LongestName = 40;

    internal bool IsHidden { get; private init; }

    internal static FoundRow Of(FoundDevice device, Func<string, Text> title, bool isHidden) => new(
        device.Key, device.Id, device.Name, device.Product, device.Topic, device.LastHeard,
        [.. device.Profiles.Select(name => (name, title(name)))])
    {
        IsHidden = isHidden,
    };

    /// <summary>A device's name made of what this one calls itself, which nobody has yet.</summary>
    internal static string NameFrom(string said, IReadOnlySet<string> taken)
    {
        var letters = said.ToLowerInvariant().Select(one => char.IsAsciiLetterLower(one) || char.IsAsciiDigit(one) ? one : '-');
        var plain = string.Join('-', string.Concat(letters).Split('-', StringSplitOptions.RemoveEmptyEntries));
        var name = plain.Length == 0 ? "device" : plain[..Math.Min(plain.Length, LongestName - 4)].TrimEnd('-');
        return Enumerable.Range(1, 1_000).Select(number => number == 1 ? name : FormattableString.Invariant($"{name}-{number}"))
            .First(one => !taken.Contains(one));
    }
}
