using System.Collections.Immutable;
using System.Globalization;
using Estate.Domain.Devices;
using NodaTime;

namespace Estate.Domain.Gate.Schedules;

/// <summary>A day of the State Council's notice: off, or a weekend day that is worked instead.</summary>
public sealed record HolidayDay(string Name, LocalDate Date, bool IsOff);

/// <summary>
/// One year's notice as published in machine-readable form (the members of NateScarlet/holiday-cn: year, days with name,
/// date, isOffDay). Only ever the source of a proposal.
/// </summary>
public sealed record HolidayCalendar(int Year, ImmutableArray<HolidayDay> Days)
{
    /// <summary>Dates of the neighbouring years may be there: a notice moves days over New Year.</summary>
    internal Text? FirstError(LocalDate today)
    {
        if (Year != today.Year && Year != today.Year + 1)
            return new(
                $"文件是 {Year} 年的，只能导入今年（{today.Year}）或明年的",
                $"the file is for {Year}; only this year's ({today.Year}) or next year's can be imported");
        if (Days.IsDefaultOrEmpty)
            return new("文件里没有日期", "the file has no days");
        if (Days.FirstOrDefault(day =>
            day.Date < new LocalDate(Year, 1, 1).PlusDays(-10) || day.Date > new LocalDate(Year, 12, 31).PlusDays(10)) is { } strange)
            return new($"{Iso(strange.Date)} 不属于 {Year} 年", $"{Iso(strange.Date)} does not belong to {Year}");
        if (Days.GroupBy(day => day.Date).FirstOrDefault(group => group.Count() > 1) is { } twice)
            return new($"{Iso(twice.Key)} 出现两次", $"{Iso(twice.Key)} is there twice");
        return null;
    }

    /// <summary>
    /// A schedule's exceptions with this notice in them. What an earlier one of this year brought and has not happened yet
    /// goes; what people wrote themselves stays, and outranks it.
    /// </summary>
    internal ImmutableArray<DatedException> ImportInto(GateSchedule schedule, LocalDate today, ImmutableArray<DayLine>? offLines)
    {
        var kept = schedule.Exceptions
            .Where(one => one.Source != Source || one.First < today)
            .Select(one => one.Source == Source && one.Last >= today ? one with { Last = today.PlusDays(-1) } : one);
        return [.. kept, .. Exceptions(schedule, today, offLines)];
    }

    private string Source => string.Create(CultureInfo.InvariantCulture, $"holidays-{Year}");

    /// <summary>
    /// Exceptions for what the notice changes: a day off that begins a night like Saturday's, a worked weekend day one like
    /// Monday's, unless other lines are given for days off. Runs of equal days become one exception.
    /// </summary>
    private ImmutableArray<DatedException> Exceptions(GateSchedule schedule, LocalDate today, ImmutableArray<DayLine>? offLines)
    {
        var found = new List<DatedException>();
        foreach (var day in Days.Where(day => day.Date >= today).OrderBy(day => day.Date))
        {
            var lines = day.IsOff ? offLines ?? LinesOf(schedule, IsoDayOfWeek.Saturday) : LinesOf(schedule, IsoDayOfWeek.Monday);
            if (lines.SequenceEqual(LinesOf(schedule, day.Date.DayOfWeek)))
                continue;
            var name = day.IsOff ? day.Name : day.Name + "（补班 make-up day）";
            if (found.Count > 0 && found[^1] is var last && last.Name == name && last.Last.PlusDays(1) == day.Date
                && last.Lines.SequenceEqual(lines))
                found[^1] = last with { Last = day.Date };
            else
                found.Add(new(name, day.Date, day.Date, lines, DatedException.ImportedPriority, Source));
        }
        return [.. found];
    }

    private static ImmutableArray<DayLine> LinesOf(GateSchedule schedule, IsoDayOfWeek day) =>
        [.. schedule.Weekly.Where(line => line.Days.Contains(day)).Select(line => line.Line)];

    private static string Iso(LocalDate date) => date.ToString("uuuu-MM-dd", CultureInfo.InvariantCulture);
}
