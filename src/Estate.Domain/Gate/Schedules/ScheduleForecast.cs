using System.Collections.Immutable;
using NodaTime;

namespace Estate.Domain.Gate.Schedules;

/// <summary>A stretch with one value under one version; <paramref name="From"/> included, <paramref name="Until"/> excluded.</summary>
public sealed record ForecastSpan(LocalDateTime From, LocalDateTime Until, GateValue Value, GateAccess Access, int Version);

/// <summary>A night (or day) that differs between two schedules; empty texts mean not closed.</summary>
public sealed record ForecastChange(LocalDate Date, ImmutableArray<string> Before, ImmutableArray<string> After);

/// <summary>What the gate will do: found by asking the schedule wherever it could change, so that it cannot differ from it.</summary>
public static class ScheduleForecast
{
    public const int Days = 14;

    /// <summary>From the begin of a day on, for some days.</summary>
    public static ImmutableArray<ForecastSpan> Of(
        ImmutableArray<GateSchedule> versions, LocalDate first, DateTimeZone zone, int days = Days)
    {
        var spans = ImmutableArray.CreateBuilder<ForecastSpan>();
        var edges = Edges(versions, first, zone, days);
        for (var i = 0; i + 1 < edges.Count; i++)
        {
            var version = versions.At(edges[i]);
            var local = edges[i].InZone(zone).LocalDateTime;
            var value = version.At(local);
            var until = local.PlusMilliseconds((long)(edges[i + 1] - edges[i]).TotalMilliseconds);
            if (spans.Count > 0 && spans[^1] is var last && last.Value == value && last.Version == version.Version && last.Until == local)
                spans[^1] = last with { Until = until };
            else
                spans.Add(new(local, until, value, version.Means(value), version.Version));
        }
        return spans.ToImmutable();
    }

    /// <summary>
    /// Every instant at which something could change: a line's ends, a version's begin, the zone's own clock; and both ends.
    /// </summary>
    private static List<Instant> Edges(ImmutableArray<GateSchedule> versions, LocalDate first, DateTimeZone zone, int days)
    {
        var (start, end) = (zone.AtStartOfDay(first).ToInstant(), zone.AtStartOfDay(first.PlusDays(days)).ToInstant());
        var minutes = versions.SelectMany(version =>
            version.Weekly.Select(line => line.Line).Concat(version.Exceptions.SelectMany(one => one.Lines)))
            .SelectMany(line => new[] { line.From, line.Until }).Select(minute => minute % DayLine.MinutesPerDay).Append(0).Distinct()
            .ToList();
        var found = new SortedSet<Instant> { start, end };
        found.UnionWith(versions.Select(version => version.EffectiveFrom));
        found.UnionWith(zone.GetZoneIntervals(start, end).Where(interval => interval.HasStart).Select(interval => interval.Start));
        for (var day = 0; day < days; day++)
            foreach (var minute in minutes)
            {
                // An hour that comes twice has the edge twice; one that is skipped has it where the clock jumps.
                var mapped = zone.MapLocal(first.PlusDays(day).AtMidnight().PlusMinutes(minute));
                if (mapped.Count > 0)
                    found.UnionWith([mapped.First().ToInstant(), mapped.Last().ToInstant()]);
            }
        return [.. found.Where(instant => instant >= start && instant <= end)];
    }

    /// <summary>
    /// The closings that begin on each of these dates, as texts such as 23:00–05:00. One under way when the first day begins
    /// belongs to the day before.
    /// </summary>
    public static IReadOnlyDictionary<LocalDate, ImmutableArray<string>> Nights(
        ImmutableArray<GateSchedule> versions, LocalDate first, DateTimeZone zone, int days = Days)
    {
        var closings = Closings(Of(versions, first.PlusDays(-1), zone, days + 3));
        return Enumerable.Range(0, days).Select(day => first.PlusDays(day)).ToDictionary(date => date, date =>
            closings[date].ToImmutableArray());
    }

    /// <summary>Dates whose closings differ.</summary>
    public static ImmutableArray<ForecastChange> Changes(
        IReadOnlyDictionary<LocalDate, ImmutableArray<string>> before, IReadOnlyDictionary<LocalDate, ImmutableArray<string>> after) =>
        [.. before.Keys.Order().Where(date => !before[date].SequenceEqual(after[date]))
        .Select(date => new ForecastChange(date, before[date], after[date]))];

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
