using System.Globalization;
using Estate.Adapters.Storage.Totals;
using Estate.Domain.Bins;
using Estate.Domain.Devices;
using Estate.Web.Shared;
using Estate.Web.Shared.Charts;
using NodaTime;

namespace Estate.Web.Bins;

/// <summary>How sorting goes, month by month beside what is wanted, and week by week how the bins were emptied.</summary>
internal sealed class SortingCharts(PageReads reads, TotalsReader totals)
{
    private const int Months = 12, Weeks = 12, DaysAWeek = 7, MarkEveryMonths = 3;

    private static readonly Text Percent = Text.Same("%");

    /// <param name="months">As <see cref="ByMonth"/> has them.</param>
    internal Chart Participation(IReadOnlyList<SortingStatistics> months)
    {
        var goal = reads.Model.Goals.Participation;
        return ByMonthOf("participation", new("每月参与分类的住户", "Households that sorted, by month"), months,
            [
                new(new("参与率", "Participation"), Percent, Told(months, one => 100 * one.Participation)) { Decimals = 1 },
                new(new("户数", "Households"), Text.Same(""), Told(months, one => one.Sorted)) { IsDrawn = false },
            ]) with
        { Goal = goal is { } wanted ? GoalOf(wanted, SortingGoal.Own) : null };
    }

    /// <summary>As the committee's page has it by week.</summary>
    internal Chart WetShare(IReadOnlyList<SortingStatistics> months)
    {
        var goal = SortingGoal.Of(reads.Model.Goals.WetShare, reads.Model.Goals.Participation);
        return ByMonthOf("wet-share", new("每月湿垃圾占干湿垃圾", "Wet of wet and dry waste, by month"), months,
            [
                new(new("湿垃圾占比", "Wet share"), Percent, Told(months, one => 100 * one.WetShare)) { Decimals = 1 },
                new(new("总重", "All waste"), Text.Same("kg"), Told(months, one => one.GramsByCategory.Values.Sum() / 1_000.0))
                    { IsDrawn = false },
            ]) with
        { Goal = GoalOf(goal.WetShare, goal.Source) };
    }

    /// <summary>By what collection is judged.</summary>
    internal Chart Collections()
    {
        var first = reads.Today.PlusDays(1 - (int)reads.Today.DayOfWeek).PlusWeeks(1 - Weeks);
        var byWeek = totals.ByDay(StationKind.KindName, first, reads.Today).ToLookup(one =>
            Period.DaysBetween(first, one.Day) / DaysAWeek);
        // Of weeks before the first deposit nothing is known.
        var known = Enumerable.Range(0, Weeks).TakeWhile(week => !byWeek[week].Any()).Count();
        var weeks = Enumerable.Range(0, Weeks).Select(week => week < known ? (BinCollections?)null : BinCollections.Of(byWeek[week]))
            .ToList();
        var times = new Text("次", "times");
        return new(
            "collections", new("每周满桶和清运", "Full bins and emptyings, by week"), new("周（起）", "Week from"),
            TimeSlots.Days(first, first.PlusWeeks(Weeks - 1), reads.Today, DaysAWeek),
            [
                new(new("桶满了", "A bin was full"), times, [.. weeks.Select(week => (double?)week?.FilledUp)]),
                new(new("清运时不到一半", "Emptied below half"), times, [.. weeks.Select(week => (double?)week?.EmptiedEarly)]),
                new(new("清运", "Emptied"), times, [.. weeks.Select(week => (double?)week?.Emptied)]) { IsDrawn = false },
            ])
        {
            Form = ChartForm.Bars,
            Note = TotalsNote.Of(totals),
        };
    }

    private Chart ByMonthOf(string id, Text title, IReadOnlyList<SortingStatistics> months, IReadOnlyList<ChartSeries> series)
    {
        var slots = months.Select((_, index) =>
        {
            var (month, name) = (MonthAt(index), MonthAt(index).ToString("uuuu-MM", CultureInfo.InvariantCulture));
            return new ChartSlot(name, (Months - 1 - index) % MarkEveryMonths == 0 ? name : null, month.PlusMonths(1) > reads.Today);
        });
        return new(id, title, new("月", "Month"), [.. slots], series)
        {
            Form = ChartForm.Bars,
            Most = 100,
            Note = TotalsNote.Of(totals) ?? new(
                $"不到 {DisclosureControl.MinimumCount} 户参与的日子不计入。",
                $"Days on which fewer than {DisclosureControl.MinimumCount} households sorted are left out."),
        };
    }

    private LocalDate MonthAt(int index) => new LocalDate(reads.Today.Year, reads.Today.Month, 1).PlusMonths(index + 1 - Months);

    /// <summary>The last twelve, the oldest first.</summary>
    internal IReadOnlyList<SortingStatistics> ByMonth() =>
        [.. Enumerable.Range(0, Months).Select(MonthAt).Select(month => SortingStatistics.Of(
            totals.Of(
                StationKind.KindName, month, LocalDate.Min(month.PlusMonths(1).PlusDays(-1), reads.Today), DisclosureControl.MinimumCount),
            reads.Model.Households))];

    private static ChartGoal GoalOf(double share, Text source) => new(
        new($"目标 {100 * share:0.#} %（{source.Zh}）", $"goal of {100 * share:0.#} % ({source.En})"), 100 * share);

    private static IReadOnlyList<double?> Told(IReadOnlyList<SortingStatistics> months, Func<SortingStatistics, double?> number) =>
        [.. months.Select(one => one.IsTold ? number(one) : null)];
}
