using System.Collections.Immutable;
using Estate.Domain.Devices;
using NodaTime;

namespace Estate.Domain.Points;

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

    public DisposalWindow? WindowAt(LocalTime time)
    {
        foreach (var window in Windows)
            if (window.Contains(time))
                return window;
        return null;
    }

    /// <summary>Whether both say the same, whenever they take effect.</summary>
    public bool IsSameRule(AwardPolicy other) =>
        Windows.SequenceEqual(other.Windows)
            && (this with { Version = 0, EffectiveFrom = default, Windows = [] }) == (other with
            { Version = 0, EffectiveFrom = default, Windows = [] });

    /// <summary>What cannot be, in words; null when all can.</summary>
    public Text? FirstError()
    {
        if (Windows.Length is 0 or > 6)
            return new("请填 1 到 6 个投放时段，如 07:00-09:00", "1 to 6 windows, such as 07:00-09:00");
        for (var i = 1; i < Windows.Length; i++)
            if (Windows[i - 1].EndExclusive > Windows[i].Start || Windows[i - 1].EndExclusive == LocalTime.Midnight)
                return new($"时段 {Windows[i - 1]} 和 {Windows[i]} 重叠", $"windows: {Windows[i - 1]} and {Windows[i]} overlap");
        return PointsPerSession is < 1 or > 100 || SessionsPerDay is < 1 or > 10 || PointsPerRoll is < 1 or > 10_000
            || MinGrams is < 0 or > 5_000
            ? new("每次 1–100 分，每天 1–10 次，一卷 1–10000 分，最少 0–5000 克",
                "1 to 100 points a session, 1 to 10 sessions a day, 1 to 10,000 points a roll, 0 to 5,000 g at least") : null;
    }
}
