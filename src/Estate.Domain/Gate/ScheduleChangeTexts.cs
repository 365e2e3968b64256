using System.Collections.Immutable;
using Estate.Domain.Devices;
using Estate.Domain.Gate.Schedules;
using NodaTime;

namespace Estate.Domain.Gate;

/// <summary>What a decision changes, as people say it: the nights that differ and how, not the whole table.</summary>
public static class ScheduleChangeTexts
{
    private const int ShownDates = 3;

    /// <summary>
    /// Such as <c>Fri 4 Dec: closed 23:30–05:00 instead of 23:00, and every Fri after</c>; looked for in the fortnight from its effective
    /// day on.
    /// </summary>
    /// <param name="before">All other versions there are.</param>
    public static Text Of(ImmutableArray<GateSchedule> before, GateSchedule decided, DateTimeZone zone)
    {
        var (first, last) = (decided.EffectiveFrom.InZone(zone).Date, before.At(decided.EffectiveFrom));
        // Who may come in is a sentence of its own; the hours are compared as if that stayed.
        var hours = before.Add(decided with { OpenMeans = last.OpenMeans, ClosedMeans = last.ClosedMeans });
        var changes = ScheduleForecast.Changes(ScheduleForecast.Nights(before, first, zone), ScheduleForecast.Nights(hours, first, zone));
        var said = changes.GroupBy(change => (string.Join(' ', change.Before), string.Join(' ', change.After))).Select(Of).ToList();
        if (last.OpenMeans != decided.OpenMeans || last.ClosedMeans != decided.ClosedMeans)
            said.Add(OfAccess(decided));
        return said.Count == 0 ? new("14 天内时间没有变化", "no hours change within 14 days") : Text.Joined(said);
    }

    /// <summary>One night: <c>Fri 4 Dec: closed 23:30–05:00 instead of 23:00</c>.</summary>
    public static Text Of(ForecastChange change)
    {
        var (date, hours) = (GateTexts.DateOf(change.Date), Hours(change.Before, change.After));
        return new($"{date.Zh}：{hours.Zh}", $"{date.En}: {hours.En}");
    }

    private static Text Of(IEnumerable<ForecastChange> alike)
    {
        var all = alike.ToList();
        var (once, others) = (Of(all[0]), Others([.. all.Select(change => change.Date)]));
        return new(once.Zh + others.Zh, once.En + others.En);
    }

    /// <summary>On which further days it is so.</summary>
    private static Text Others(IReadOnlyList<LocalDate> dates)
    {
        if (dates.Count == 1)
            return Text.Same("");
        if (dates.Count == ScheduleForecast.Days)
            return new("，以后每天都这样", ", and every day after");
        // A fortnight has each day of the week twice.
        var days = dates.Select(date => date.DayOfWeek).Distinct().ToList();
        if (days.Count * 2 == dates.Count)
            return new(
                $"，以后每{string.Join("、", days.Select(DayTexts.Zh))}都这样", $", and every {string.Join(", ", days.Select(DayTexts.En))} after");
        var (shown, more) = (dates.Skip(1).Take(ShownDates).Select(GateTexts.DateOf).ToList(), dates.Count - 1 - ShownDates);
        return new(
            $"，{string.Join("、", shown.Select(date => date.Zh))}{(more > 0 ? $"等 {dates.Count - 1} 天" : "")}也这样",
            $", also on {string.Join(", ", shown.Select(date => date.En))}{(more > 0 ? $" and {more} more" : "")}");
    }

    private static Text Hours(ImmutableArray<string> before, ImmutableArray<string> after)
    {
        var (was, now) = (GateTexts.Closings(before), GateTexts.Closings(after));
        return (before, after) switch
        {
            ([var one], [var other]) when EndOf(one) == EndOf(other) =>
                new($"{now.Zh}，原来 {StartOf(one)} 开始", $"{now.En} instead of {StartOf(one)}"),
            ([var one], [var other]) when StartOf(one) == StartOf(other) =>
                new($"{now.Zh}，原来到 {EndOf(one)}", $"{now.En} instead of until {EndOf(one)}"),
            ([], _) => new($"{now.Zh}，原来不关闭", $"{now.En}; it was not to be closed"),
            _ => new($"{now.Zh}，原来{was.Zh}", $"{now.En} instead of {was.En}"),
        };
    }

    private static Text OfAccess(GateSchedule after)
    {
        var (closed, open) = (GateTexts.OfAccess(after.ClosedMeans), GateTexts.OfAccess(after.OpenMeans));
        return new($"关闭时{closed.Zh}，其余时间{open.Zh}", $"while closed: {closed.En}; otherwise {open.En}");
    }

    private static string StartOf(string hours) => hours.Split('–')[0];

    private static string EndOf(string hours) => hours.Split('–')[^1];
}
