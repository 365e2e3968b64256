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

    /// <summary>Dates whose closings differ, by the date on which they begin.</summary>
    public static ImmutableArray<ForecastChange> Changes(IEnumerable<ForecastSpan> before, IEnumerable<ForecastSpan> after)
    {
        var (old, fresh) = (Closings(before), Closings(after));
        return [.. old.Select(group => group.Key).Union(fresh.Select(group => group.Key)).Order()
            .Select(date => new ForecastChange(date, [.. old[date]], [.. fresh[date]]))
            .Where(change => !change.Before.SequenceEqual(change.After))];
    }

    /// <summary>Closings as texts such as 23:00–05:00, by the date on which they begin.</summary>
    public static ILookup<LocalDate, string> Closings(IEnumerable<ForecastSpan> spans)
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
