using System.Globalization;
using Estate.Domain.Devices;
using NodaTime;

namespace Estate.Domain.Gate.Schedules;

/// <summary>What a schedule may not say, each as a sentence for a committee member.</summary>
internal static class ScheduleChecks
{
    private const int MaxLines = 50;
    private const int MaxExceptions = 400;
    private const int MaxExceptionDays = 366;

    internal static Text? FirstError(GateSchedule schedule)
    {
        if (schedule.Weekly.Length > MaxLines || schedule.Exceptions.Length > MaxExceptions)
            return new(
                $"行数太多：每周最多 {MaxLines} 行，例外最多 {MaxExceptions} 条",
                $"too many lines: at most {MaxLines} weekly and {MaxExceptions} exceptions");
        return WeeklyOverlap(schedule) ?? schedule.Exceptions.Select(Error).FirstOrDefault(mistake => mistake is not null)
            ?? Clash(schedule);
    }

    private static Text? WeeklyOverlap(GateSchedule schedule)
    {
        var week = schedule.Weekly.SelectMany(line => line.Days.Select(day => (Day: day, Line: line.Line.Shift((int)day - 1)))).ToList();
        for (var i = 0; i < week.Count; i++)
            for (var j = i + 1; j < week.Count; j++)
                // Sunday night reaches into Monday of the next week.
                if (week[i].Line.Overlaps(week[j].Line) || week[i].Line.Shift(7).Overlaps(week[j].Line)
                    || week[i].Line.Overlaps(week[j].Line.Shift(7)))
                    return new(
                        $"时间重叠：{DayTexts.Zh(week[i].Day)} {Hours(week[i])} 与 {DayTexts.Zh(week[j].Day)} {Hours(week[j])}，请改成一行",
                        $"{DayTexts.En(week[i].Day)} {Hours(week[i])} and {DayTexts.En(week[j].Day)} "
                            + $"{Hours(week[j])} overlap: make them one line");
        return null;
    }

    private static string Hours((IsoDayOfWeek Day, DayLine Line) one) => one.Line.Shift(1 - (int)one.Day).Hours();

    private static Text? Error(DatedException one)
    {
        var when = one.First.ToString("uuuu-MM-dd", CultureInfo.InvariantCulture);
        if (string.IsNullOrWhiteSpace(one.Name) || one.Name.Length > 60)
            return new($"{when} 的例外需要名称（最多 60 字）", $"the exception of {when} needs a name of at most 60 letters");
        if (one.Last < one.First || one.Days > MaxExceptionDays)
            return new(
                $"“{one.Name}”的结束日期应不早于开始日期，最长 {MaxExceptionDays} 天",
                $"'{one.Name}' must not end before it begins, and lasts at most {MaxExceptionDays} days");
        if (one.Priority is < DatedException.HighestPriority or > DatedException.LowestPriority)
            return new($"“{one.Name}”的优先级应为 1 到 16", $"'{one.Name}' has priority {one.Priority}, not 1 to 16");
        var nights = one.Days > 1 ? one.Lines.AddRange(one.Lines.Select(line => line.Shift(1))) : one.Lines;
        for (var i = 0; i < nights.Length; i++)
            for (var j = i + 1; j < nights.Length; j++)
                if (nights[i].Overlaps(nights[j]))
                    return new(
                        $"“{one.Name}”的时间重叠：{nights[i].Hours()} 与 {nights[j].Hours()}",
                        $"'{one.Name}': {nights[i].Hours()} and {nights[j].Hours()} overlap");
        return null;
    }

    /// <summary>Two of one priority for one date: nobody could say which holds.</summary>
    private static Text? Clash(GateSchedule schedule)
    {
        var ordered = schedule.Exceptions.OrderBy(one => one.Priority).ThenBy(one => one.First).ToList();
        for (var i = 1; i < ordered.Count; i++)
            if (ordered[i].Priority == ordered[i - 1].Priority && ordered[i].First <= ordered[i - 1].Last)
                return new(
                    $"“{ordered[i - 1].Name}”与“{ordered[i].Name}”同日且优先级相同，请改其中一个优先级",
                    $"'{ordered[i - 1].Name}' and '{ordered[i].Name}' fall on the same date with the same "
                        + "priority; give one another priority");
        return null;
    }
}
