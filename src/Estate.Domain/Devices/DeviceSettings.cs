using System.Collections.ObjectModel;
using System.Globalization;
using NodaTime;

namespace Estate.Domain.Devices;

/// <summary>A device's own lines of the inventory, by name.</summary>
public sealed record DeviceSettings(DeviceId Device, IReadOnlyDictionary<string, string> Values)
{
    /// <summary>Letters of a name.</summary>
    public const int LongestName = 40;
    public const string NameZh = "name_zh", NameEn = "name_en";

    /// <summary>Of what it hangs behind: kind/name.</summary>
    public const string Behind = "behind";

    /// <summary>How it is asked over the network; one that has no such line speaks by itself.</summary>
    public const string Probe = "probe";

    /// <summary>Lines that any device may have; what they mean is no kind's business.</summary>
    public static readonly IReadOnlySet<string> OfAnyKind =
        new HashSet<string>
        {
            "id", "profile", "topic", "dev_eui", "every", "account", Probe, Behind, NameZh, NameEn,
            DevicePlace.BuildingKey, DevicePlace.FloorKey, DevicePlace.ZoneKey, DevicePlace.XKey, DevicePlace.YKey,
        };

    /// <summary>What people call it; in one language where the other is missing.</summary>
    public Text? Name => (Values.GetValueOrDefault(NameZh, ""), Values.GetValueOrDefault(NameEn, "")) switch
    {
        ("", "") => null,
        ("", var en) => Text.Same(en),
        (var zh, "") => Text.Same(zh),
        var (zh, en) => new(zh, en),
    };

    /// <summary>Its terminals on this computer's own lines; with any of them it is read there and nowhere else.</summary>
    public IReadOnlyList<string> Wires { get; init; } = [];

    public bool IsWired => Wires.Count > 0;

    public bool IsProbed => Values.ContainsKey(Probe);

    /// <summary>What is known of its make, where it speaks in its maker's way; null for our own protocol.</summary>
    public IDeviceProfile? Profile { get; init; }

    /// <summary>It was set to report this often (<c>every</c>), other than its make does as it comes.</summary>
    public Duration? Every { get; init; }

    /// <summary>How it behaves when all is well: as its make does, at its own period; null for our own protocol.</summary>
    public DeviceHabits? Habits => Every is { } every && Profile is { } profile ? profile.Habits with { Every = every } : Profile?.Habits;

    /// <summary>What its outlets hang on, by their number; 0 stands for all of them.</summary>
    public IReadOnlyDictionary<int, Feeder> Feeders { get; init; } = ReadOnlyDictionary<int, Feeder>.Empty;

    public Feeder? FeederOf(int outlet) => Feeders.GetValueOrDefault(outlet) ?? Feeders.GetValueOrDefault(0);

    /// <exception cref="FormatException">Not a number from <paramref name="min"/> to <paramref name="max"/>.</exception>
    public double Number(string name, double otherwise, double min, double max, string unit = "") =>
        !Values.TryGetValue(name, out var text) ? otherwise
        : FiniteNumber.TryParseDecimal(text, out var number) && number >= min && number <= max ? number
        : throw Wrong(name, string.Create(CultureInfo.InvariantCulture, $"{min} to {max}{unit}"));

    /// <exception cref="FormatException">Not a whole number from <paramref name="min"/> to <paramref name="max"/>.</exception>
    public int Whole(string name, int otherwise, int min, int max) =>
        Number(name, otherwise, min, max) is var number && number == Math.Floor(number) ? (int)number
        : throw Wrong(name, string.Create(CultureInfo.InvariantCulture, $"a whole number, {min} to {max}"));

    /// <summary>A length of time given in seconds.</summary>
    /// <exception cref="FormatException">Not <paramref name="min"/> to 3600 seconds.</exception>
    public Duration Seconds(string name, double otherwise, double min = 0) =>
        Duration.FromSeconds(Number(name, otherwise, min, 3600, " seconds"));

    /// <summary>One of the words.</summary>
    /// <exception cref="FormatException">Another word.</exception>
    public string Word(string name, string otherwise, params string[] words) =>
        Values.GetValueOrDefault(name, otherwise) is var word && words.Contains(word) ? word
            : throw Wrong(name, string.Join(" or ", words));

    private FormatException Wrong(string name, string expected) => new($"{Device}: {name} is '{Values[name]}', expected {expected}");
}
