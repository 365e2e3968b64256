using Estate.Adapters.Storage;
using NodaTime;

namespace Estate.Adapters.History;

/// <summary>
/// How time is cut for roll-ups: days of the estate's zone, and hours and half hours counted from where the day begins. So none
/// lies in two days, whatever the zone is off by (India by half an hour, Nepal by a quarter more).
/// </summary>
internal sealed class RollupDays(DateTimeZone zone)
{
    internal LocalDate DayOf(Instant at) => at.InZone(zone).Date;

    internal Instant StartOf(LocalDate day) => zone.AtStartOfDay(day).ToInstant();

    internal Instant EndOf(LocalDate day) => StartOf(day.PlusDays(1));

    internal Instant HourOf(Instant at)
    {
        var start = StartOf(DayOf(at));
        return start + Duration.FromHours((long)(at - start).TotalHours);
    }

    /// <summary>Of a block that begins there. A day has 46 to 50 half hours.</summary>
    internal int SlotsOf(int resolution, Instant start) => resolution switch
    {
        Rollups.Minute => 60,
        Rollups.HalfHour => (int)((EndOf(DayOf(start)) - start) / Duration.FromSeconds(Rollups.HalfHour)),
        _ => 1,
    };

    /// <summary>
    /// What begins earlier may be forgotten: whole days only, or a day that is looked at by the minute would miss its first hours.
    /// </summary>
    internal Instant KeptFrom(int resolution, LocalDate today) => StartOf(today.PlusDays(resolution switch
    {
        Rollups.Minute => -7,
        Rollups.HalfHour => -100,
        _ => -5 * 366,
    }));
}
