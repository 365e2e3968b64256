using NodaTime;

namespace Estate.Domain.Alerts;

/// <summary>A shift of the estate's staff: from 8 to 20 and from 20 to 8 o'clock of its zone.</summary>
public static class AlertShift
{
    private static readonly LocalTime Morning = new(8, 0), Evening = new(20, 0);

    public static Interval At(Instant at, DateTimeZone zone)
    {
        var local = at.InZone(zone).LocalDateTime;
        var begin = local.TimeOfDay >= Evening ? local.Date + Evening
            : local.TimeOfDay >= Morning ? local.Date + Morning
            : local.Date.PlusDays(-1) + Evening;
        var end = begin.TimeOfDay == Morning ? begin.Date + Evening : begin.Date.PlusDays(1) + Morning;
        return new(begin.InZoneLeniently(zone).ToInstant(), end.InZoneLeniently(zone).ToInstant());
    }

    /// <summary>Newest first, beginning with the one that is on.</summary>
    public static IReadOnlyList<Interval> Last(int count, Instant now, DateTimeZone zone)
    {
        var shifts = new List<Interval> { At(now, zone) };
        while (shifts.Count < count)
            shifts.Add(At(shifts[^1].Start - Duration.FromMinutes(1), zone));
        return shifts;
    }
}
