using System.Collections.Immutable;
using Estate.Domain.Devices;
using NodaTime;

namespace Estate.Domain.Parking;

/// <summary>How a lot usually fills, by weekday and half hour, learned from its own counts.</summary>
public sealed class UsualWeek
{
    /// <summary>Older counts no longer describe the estate's habits.</summary>
    public static readonly Duration Remembers = Duration.FromDays(56);

    /// <summary>One day is an accident.</summary>
    private const int MinDays = 2;

    /// <summary>Full is below this share of all bays; a good chance above that one.</summary>
    private const double FullBelow = 0.03;
    private const double GoodAbove = 0.12;
    private const int Noon = 24;

    private readonly ILookup<IsoDayOfWeek, UsualHalfHour> _days;
    private readonly int _total;

    private UsualWeek(ILookup<IsoDayOfWeek, UsualHalfHour> days, int total) => (_days, _total) = (days, total);

    public static UsualWeek Learn(IEnumerable<LotCounted> counts, DateTimeZone zone)
    {
        var all = counts.Select(fact => (Local: fact.Time.At.InZone(zone).LocalDateTime, Sum: ZoneCounts.Sum("", fact.Zones)))
            // A count in doubt would teach that the lot is fuller than it is.
            .Where(one => one.Sum.Doubtful * 10 <= one.Sum.Total).ToList();
        var halves = all.GroupBy(one => (one.Local.DayOfWeek, Half: (one.Local.Hour * 2) + (one.Local.Minute / 30)))
            .Select(group =>
                (Day: group.Key.DayOfWeek,
                Usual: new UsualHalfHour(
                    group.Key.Half, group.Average(one => one.Sum.Free), group.Select(one => one.Local.Date).Distinct().Count())))
            .OrderBy(one => one.Usual.HalfHour);
        return new(halves.ToLookup(one => one.Day, one => one.Usual), all.Count == 0 ? 0 : all[^1].Sum.Total);
    }

    public ImmutableArray<UsualHalfHour> Of(IsoDayOfWeek day) => [.. _days[day].Where(half => half.Days >= MinDays)];

    /// <summary>One plain sentence for a weekday.</summary>
    public Text Sentence(IsoDayOfWeek day)
    {
        var halves = Of(day);
        if (halves.Length < 40 || _total == 0)
            return new("还在了解本小区的停车规律，约需两周。", "Still learning when it fills up; this takes about two weeks.");
        if (halves.FirstOrDefault(half => half.HalfHour >= Noon && half.Free < FullBelow * _total) is not { } full)
        {
            var least = halves.MinBy(half => half.Free)!;
            return new(
                $"平时全天有空位；最紧张约 {least.Time}，约剩 {least.Free:0} 个。",
                $"Usually there is room all day; least at about {least.Time}, some {least.Free:0}.");
        }
        // The last half hour before it with a good chance; who comes before its end finds a place.
        return halves.LastOrDefault(half => half.HalfHour < full.HalfHour && half.Free >= GoodAbove * _total) is { } good
            ? new($"平时 {full.Time} 左右停满；{UsualHalfHour.TimeOf(good.HalfHour + 1)} 之前回来最容易找到车位。",
                $"Usually full by {full.Time}; best chance before {UsualHalfHour.TimeOf(good.HalfHour + 1)}.")
            : new($"平时 {full.Time} 左右停满，此前也很紧张。", $"Usually full by {full.Time}, and short of room before.");
    }
}
