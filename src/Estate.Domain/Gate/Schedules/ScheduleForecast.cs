using System.Collections.Immutable;
using NodaTime;

namespace Estate.Domain.Gate.Schedules;

/// <summary>A stretch with one value under one version; <paramref name="From"/> included, <paramref name="Until"/> excluded.</summary>
public sealed record ForecastSpan(LocalDateTime From, LocalDateTime Until, GateValue Value, GateAccess Access, int Version);

/// <summary>A night (or day) that differs between two schedules; empty texts mean not closed.</summary>
public sealed record ForecastChange(LocalDate Date, ImmutableArray<string> Before, ImmutableArray<string> After);

/// <summary>What the gate will do: found by asking the schedule minute by minute, so that it cannot differ from it.</summary>
public static class ScheduleForecast
{
    public const int Days = 14;

    /// <summary>From the begin of a day on, for some days.</summary>
    public static ImmutableArray<ForecastSpan> Of(ImmutableArray<GateSchedule> versions, LocalDate first, DateTimeZone zone, int days = Days)
    {
        var spans = ImmutableArray.CreateBuilder<ForecastSpan>();
        var end = zone.AtStartOfDay(first.PlusDays(days)).ToInstant();
        for (var at = zone.AtStartOfDay(first).ToInstant(); at < end; at += Duration.FromMinutes(1))
        {
            var version = versions.At(at);
            var local = at.InZone(zone).LocalDateTime;
            var value = version.At(local);
            var until = local.PlusMinutes(1);
            if (spans.Count > 0 && spans[^1] is var last && last.Value == value && last.Version == version.Version && last.Until == local)
                spans[^1] = last with { Until = until };
            else
                spans.Add(new(local, until, value, version.Means(value), version.Version));
        }
        return spans.ToImmutable();
    }

    /// <summary>
    /// The closings that begin on each of these dates, as texts such as 23:00–05:00. One under way when the first day begins
    /// belongs to the day before.
    /// </summary>
    public static IReadOnlyDictionary<LocalDate, ImmutableArray<string>> Nights(ImmutableArray<GateSchedule> versions, LocalDate first, DateTimeZone zone, int days = Days)
    {
        var closings = Closings(Of(versions, first.PlusDays(-1), zone, days + 3));
        return Enumerable.Range(0, days).Select(day => first.PlusDays(day)).ToDictionary(date => date, date => closings[date].ToImmutableArray());
    }

    /// <summary>Dates whose closings differ.</summary>
    public static ImmutableArray<ForecastChange> Changes(IReadOnlyDictionary<LocalDate, ImmutableArray<string>> before, IReadOnlyDictionary<LocalDate, ImmutableArray<string>> after) =>
        [.. before.Keys.Order().Where(date => !before[date].SequenceEqual(after[date])).Select(date => new ForecastChange(date, before[date], after[date]))];

    private static ILookup<LocalDate, string> Closings(IEnumerable<ForecastSpan> spans)
    {
        var joined = new List<ForecastSpan>();
        foreach (var span in spans.Where(span => span.Value == GateValue.Closed))
            if (joined.Count > 0 && joined[^1].Until == span.From && joined[^1].Access == span.Access)
                joined[^1] = joined[^1] with { Until = span.Until };
            else
                joined.Add(span);
        return joined.ToLookup(span => span.From.Date, TextOf);
    }

    private static string TextOf(ForecastSpan span)
    {
        var from = (span.From.Hour * 60) + span.From.Minute;
        var length = (int)Period.Between(span.From, span.Until, PeriodUnits.Minutes).Minutes;
        return new DayLine(from, from + length).Hours() + (length > DayLine.MinutesPerDay ? $" (+{length / DayLine.MinutesPerDay} d)" : "");
    }
}
