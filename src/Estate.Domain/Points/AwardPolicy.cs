using System.Collections.Immutable;
using NodaTime;

namespace Estate.Domain.Points;

/// <summary>What counts as having sorted.</summary>
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
public readonly record struct DisposalWindow(LocalTime Start, LocalTime EndExclusive)
{
    /// <summary>Part of an award's identity, so it must not change with the window's end.</summary>
    public string Id => Start.ToString("HH:mm", System.Globalization.CultureInfo.InvariantCulture);

    public bool Contains(LocalTime time) => time >= Start && (time < EndExclusive || EndExclusive == LocalTime.Midnight);

    public override string ToString() => $"{Id}–{EndExclusive.ToString("HH:mm", System.Globalization.CultureInfo.InvariantCulture)}";
}

/// <summary>The committee's rules from an instant on. The version in force at the tap decides, whenever it is heard of.</summary>
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
}

/// <summary>All versions of the policy, in force one after the other.</summary>
public sealed class PolicyHistory
{
    private readonly AwardPolicy[] _versions;

    /// <exception cref="ArgumentException">No version, or two with the same effective time.</exception>
    public PolicyHistory(IEnumerable<AwardPolicy> versions)
    {
        _versions = [.. versions.OrderBy(version => version.EffectiveFrom)];
        if (_versions.Length == 0 || _versions.DistinctBy(version => version.EffectiveFrom).Count() != _versions.Length)
            throw new ArgumentException("a policy needs at least one version, each with its own effective time");
        AllWindows = [.. _versions.SelectMany(version => version.Windows).Select(window => window.Id).Distinct()];
    }

    public AwardPolicy Current => _versions[^1];

    /// <summary>Ids of every window of every version: where a day's awards can be.</summary>
    public ImmutableArray<string> AllWindows { get; }

    /// <summary>Before the first version takes effect, the first holds.</summary>
    public AwardPolicy At(Instant instant) =>
        Array.FindLast(_versions, version => version.EffectiveFrom <= instant) ?? _versions[0];
}
