using NodaTime;

namespace Estate.Domain.Alerts;

/// <summary>When the shifts of the estate's staff begin, by its zone's clock; each ends as the next begins.</summary>
/// <param name="Begins">In any order, no two the same.</param>
public sealed record ShiftPlan(IReadOnlyList<LocalTime> Begins)
{
    /// <summary>From 8 to 20 and from 20 to 8 o'clock.</summary>
    public static readonly ShiftPlan Usual = new([new(8, 0), new(20, 0)]);

    /// <summary>Of the longest, on a day without a change of clocks.</summary>
    public Duration Longest => Lengths().Max();

    /// <inheritdoc cref="Longest"/>
    public Duration Shortest => Lengths().Min();

    public Interval At(Instant at, DateTimeZone zone)
    {
        var today = at.InZone(zone).Date;
        var begins = Enumerable.Range(-1, 3).SelectMany(day => Begins.Select(begin => today.PlusDays(day) + begin))
            .Select(begin => begin.InZoneLeniently(zone).ToInstant()).Order().ToList();
        var index = begins.FindLastIndex(begin => begin <= at);
        return new(begins[index], begins[index + 1]);
    }

    /// <summary>Newest first, beginning with the one that is on.</summary>
    public IReadOnlyList<Interval> Last(int count, Instant now, DateTimeZone zone)
    {
        var shifts = new List<Interval> { At(now, zone) };
        while (shifts.Count < count)
            shifts.Add(At(shifts[^1].Start - Duration.FromMinutes(1), zone));
        return shifts;
    }

    private IEnumerable<Duration> Lengths()
    {
        var begins = Begins.Order().ToList();
        return begins.Select((begin, index) => index + 1 < begins.Count ? Duration.FromTicks(begins[index + 1].TickOfDay - begin.TickOfDay)
            : Duration.FromTicks(NodaConstants.TicksPerDay - begin.TickOfDay + begins[0].TickOfDay));
    }
}
