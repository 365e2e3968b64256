using Estate.Adapters.Storage;
using Estate.Domain.Alerts;
using Estate.Web.Shared;
using Estate.Web.Shared.Charts;

namespace Estate.Web.Alerts;

/// <summary>Alerts of the last twelve weeks, and how soon somebody took them.</summary>
internal static class AlertWeeksChart
{
    private const int Weeks = 12;

    /// <summary>Of one question to the database; more than a thousand and a half a week nobody can follow anyhow.</summary>
    private const int Most = 20_000;

    internal static (Chart Alerts, Chart Minutes) Of(AlertReader alerts, PageReads reads)
    {
        var first = reads.Today.PlusDays(1 - (int)reads.Today.DayOfWeek).PlusWeeks(1 - Weeks);
        var weeks = AlertWeek.Of(
            alerts.Acknowledgements(first.AtStartOfDayInZone(reads.Zone).ToInstant(), Most), first, Weeks, reads.Zone);
        var slots = TimeSlots.Days(first, first.PlusWeeks(Weeks - 1), reads.Today, AlertWeek.Days);
        // Of weeks before the first alert nothing is known: the gateway may not have been there.
        var known = weeks.TakeWhile(week => week.Raised == 0).Count();
        return (
            new(
                "alerts-by-week", new("每周的报警", "Alerts by week"), new("周（起）", "Week from"), slots,
                [
                    new(new("报警", "Alerts"), new("条", "alerts"), Numbers(weeks, known, week => week.Raised)),
                    new(new("有人接手的", "Acknowledged"), new("条", "alerts"), Numbers(weeks, known, week => week.Acknowledged)),
                ])
            {
                Form = ChartForm.Bars,
                Nothing = new("还没有报警", "No alerts yet"),
            },
            new(
                "minutes-by-week", new("多久有人接手", "Time until an alert is acknowledged"), new("周（起）", "Week from"), slots,
                [
                    new(new("一半在这么久之内", "half within"), new("分钟", "minutes"), Numbers(weeks, known, week =>
                        week.Median?.TotalMinutes)) { Decimals = 1 },
                    new(new("十分之九在这么久之内", "nine of ten within"), new("分钟", "minutes"), Numbers(weeks, known, week =>
                        week.NineOfTen?.TotalMinutes)) { Decimals = 1 },
                ])
            {
                Form = ChartForm.Bars,
                Nothing = new("还没有人接手过报警", "Nobody has acknowledged an alert yet"),
                Note = new("没有人接手的报警不在其中，见上图。", "Alerts that nobody acknowledged are not in it; see the picture above."),
            });
    }

    private static IReadOnlyList<double?> Numbers(IReadOnlyList<AlertWeek> weeks, int known, Func<AlertWeek, double?> number) =>
        [.. weeks.Select((week, index) => index < known ? null : number(week))];
}
