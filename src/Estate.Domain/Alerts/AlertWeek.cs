using NodaTime;

namespace Estate.Domain.Alerts;

/// <summary>When an alert was raised and first acknowledged; null: by nobody so far.</summary>
public readonly record struct AlertAcknowledgement(Instant RaisedAt, Instant? At);

/// <summary>
/// The alerts of a week and how soon somebody took them: the median, and the time within which nine of ten were; null where none was.
/// </summary>
public sealed record AlertWeek(LocalDate From, int Raised, int Acknowledged, Duration? Median, Duration? NineOfTen)
{
    public const int Days = 7;

    /// <summary>From Monday to Sunday of the estate's days, the oldest first; the last may not be over.</summary>
    public static IReadOnlyList<AlertWeek> Of(IEnumerable<AlertAcknowledgement> alerts, LocalDate first, int weeks, DateTimeZone zone)
    {
        var byWeek = alerts.ToLookup(one => Period.DaysBetween(first, one.RaisedAt.InZone(zone).Date) / Days);
        return [.. Enumerable.Range(0, weeks).Select(week =>
        {
            var taken = byWeek[week].Where(one => one.At is not null)
                .Select(one => Duration.Max(one.At!.Value - one.RaisedAt, Duration.Zero)).Order().ToList();
            return new AlertWeek(
                first.PlusDays(week * Days), byWeek[week].Count(), taken.Count, Within(taken, 0.5), Within(taken, 0.9));
        })];
    }

    private static Duration? Within(List<Duration> ascending, double share) =>
        ascending.Count == 0 ? null : ascending[(int)Math.Ceiling(share * ascending.Count) - 1];
}
