using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Estate.Domain.Devices;
using NodaTime;
using NodaTime.Text;

namespace Estate.Domain.Points;

/// <summary>What counts as having sorted.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<Evidence>))]
public enum Evidence
{
    /// <summary>Waste weighed in after the tap.</summary>
    Deposit,

    /// <summary>The tap alone, for stations without lids or scales.</summary>
    Tap,
}

/// <summary>
/// A disposal window of a day in the estate's zone: start included, end excluded, never over midnight. An end of 00:00 is
/// the end of the day.
/// </summary>
[JsonConverter(typeof(DisposalWindowConverter))]
public readonly record struct DisposalWindow(LocalTime Start, LocalTime EndExclusive)
{
    /// <summary>Part of an award's identity, so it must not change with the window's end.</summary>
    public string Id => Start.ToString("HH:mm", System.Globalization.CultureInfo.InvariantCulture);

    public bool Contains(LocalTime time) => time >= Start && (time < EndExclusive || EndExclusive == LocalTime.Midnight);

    public override string ToString() => $"{Id}–{End}";

    /// <summary><c>07:00-09:00</c>; 24:00 is the end of the day.</summary>
    /// <exception cref="FormatException">Not such a text, or over midnight.</exception>
    public static DisposalWindow Parse(string text)
    {
        var parts = text.Split('-', '–');
        if (parts.Length == 2 && Clock.Parse(parts[0].Trim()) is { Success: true } start)
        {
            var end = parts[1].Trim() == "24:00" ? LocalTime.Midnight : Clock.Parse(parts[1].Trim()) is { Success: true } parsed ? parsed.Value : start.Value;
            if (end == LocalTime.Midnight || end > start.Value)
                return new(start.Value, end);
        }
        throw new FormatException($"'{text}' is not HH:mm-HH:mm within one day");
    }

    internal string Wire => $"{Id}-{End}";

    private string End => EndExclusive == LocalTime.Midnight ? "24:00" : Clock.Format(EndExclusive);

    private static LocalTimePattern Clock => LocalTimePattern.CreateWithInvariantCulture("HH:mm");
}

/// <summary><c>07:00-09:00</c>.</summary>
public sealed class DisposalWindowConverter() : TextConverter<DisposalWindow>(DisposalWindow.Parse, window => window.Wire);

/// <summary>The committee's rules from an instant on. The version in force at the tap decides, whenever the tap is received.</summary>
public sealed record AwardPolicy
{
    public int Version { get; init; } = 1;
    public Instant EffectiveFrom { get; init; } = Instant.MinValue;
    public ImmutableArray<DisposalWindow> Windows { get; init; } =
        [new(new LocalTime(7, 0), new LocalTime(9, 0)), new(new LocalTime(18, 0), new LocalTime(20, 0))];
    public int PointsPerSession { get; init; } = 5;
    public int SessionsPerDay { get; init; } = 2;
    public int PointsPerRoll { get; init; } = 160;
    public Evidence Evidence { get; init; }

    /// <summary>Least weight of a session that counts, in grams.</summary>
    public int MinGrams { get; init; } = 10;

    public DisposalWindow? WindowAt(LocalTime time) => Windows.Where(window => window.Contains(time)).Cast<DisposalWindow?>().FirstOrDefault();

    /// <summary>Whether both say the same, whenever they take effect.</summary>
    public bool IsSameRule(AwardPolicy other) =>
        Windows.SequenceEqual(other.Windows) && (this with { Version = 0, EffectiveFrom = default, Windows = [] }) == (other with { Version = 0, EffectiveFrom = default, Windows = [] });

    /// <summary>What cannot be, in words; null when all can.</summary>
    public Text? FirstError()
    {
        if (Windows.Length is 0 or > 6)
            return new("请填 1 到 6 个投放时段，如 07:00-09:00", "1 to 6 windows, such as 07:00-09:00");
        for (var i = 1; i < Windows.Length; i++)
            if (Windows[i - 1].EndExclusive > Windows[i].Start || Windows[i - 1].EndExclusive == LocalTime.Midnight)
                return new($"时段 {Windows[i - 1]} 和 {Windows[i]} 重叠", $"windows: {Windows[i - 1]} and {Windows[i]} overlap");
        return PointsPerSession is < 1 or > 100 || SessionsPerDay is < 1 or > 10 || PointsPerRoll is < 1 or > 10_000 || MinGrams is < 0 or > 5_000
            ? new("每次 1–100 分，每天 1–10 次，一卷 1–10000 分，最少 0–5000 克", "1 to 100 points a session, 1 to 10 sessions a day, 1 to 10,000 points a roll, 0 to 5,000 g at least") : null;
    }
}

/// <summary>All versions of the policy, in force one after the other.</summary>
public sealed class PolicyHistory
{
    private volatile AwardPolicy[] _versions;

    /// <exception cref="ArgumentException">No version, or two with the same effective time.</exception>
    public PolicyHistory(IEnumerable<AwardPolicy> versions)
    {
        _versions = [.. versions.OrderBy(version => version.EffectiveFrom)];
        if (_versions.Length == 0 || _versions.DistinctBy(version => version.EffectiveFrom).Count() != _versions.Length)
            throw new ArgumentException("a policy needs at least one version, each with its own effective time");
    }

    /// <summary>Oldest first.</summary>
    public IReadOnlyList<AwardPolicy> All => _versions;

    /// <summary>One more version; one that is there already changes nothing. May be read from any thread meanwhile.</summary>
    internal void Add(AwardPolicy version)
    {
        if (_versions.All(known => known.EffectiveFrom != version.EffectiveFrom))
            _versions = [.. _versions.Append(version).OrderBy(known => known.EffectiveFrom)];
    }

    /// <summary>One that could not be kept.</summary>
    internal void Remove(AwardPolicy version) => _versions = [.. _versions.Where(known => known != version)];

    public AwardPolicy Current => _versions[^1];

    /// <summary>Ids of every window of every version: where a day's awards can be.</summary>
    public IEnumerable<string> AllWindows => _versions.SelectMany(version => version.Windows).Select(window => window.Id).Distinct();

    /// <summary>Before the first version takes effect, the first holds.</summary>
    public AwardPolicy At(Instant instant) =>
        Array.FindLast(_versions, version => version.EffectiveFrom <= instant) ?? _versions[0];
}
