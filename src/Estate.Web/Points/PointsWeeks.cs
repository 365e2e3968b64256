using Estate.Domain.Devices;
using Estate.Domain.Points;
using Estate.Web.Shared;
using Estate.Web.Shared.Charts;
using NodaTime;

namespace Estate.Web.Points;

/// <summary>A household's points at the end of each of the last twelve weeks, beside what a roll costs, and how long the way is.</summary>
internal static class PointsWeeks
{
    private const int Weeks = 12, DaysAWeek = 7;

    /// <summary>More than a household can move in that time: two sessions a day, and a roll now and then.</summary>
    internal const int Needed = 400;

    /// <summary>Whole weeks from which the pace is taken.</summary>
    private const int PaceWeeks = 4;

    /// <param name="newestFirst">The household's, <see cref="Needed"/> of them or all there are.</param>
    internal static Chart Of(IReadOnlyList<Transfer> newestFirst, PointsView view, string household, PageReads reads)
    {
        var first = Begin(reads.Today).PlusWeeks(1 - Weeks);
        var movements = newestFirst.Select(one =>
            new Movement(one.At.InZone(reads.Zone).Date, PointsTexts.Signed(one, household), one.Code)).ToList();
        // Of weeks before the first movement, and before what was read, nothing is said.
        var known = movements.Count == 0 ? reads.Today : movements[^1].Day;
        var weeks = Enumerable.Range(0, Weeks).Select(index => WeekOf(first.PlusWeeks(index), known, view, movements)).ToList();
        return new(
            "points", new("每周末的积分", "Points at the end of each week"), new("周（起）", "Week from"),
            TimeSlots.Days(first, first.PlusWeeks(Weeks - 1), reads.Today, DaysAWeek),
            [
                new(new("积分", "Points"), new("分", "points"), [.. weeks.Select(week => (double?)week?.Balance)]),
                new(new("得到", "Earned"), Text.Same(""), [.. weeks.Select(week => (double?)week?.Earned)]) { IsDrawn = false },
                new(new("用掉", "Spent"), Text.Same(""), [.. weeks.Select(week => (double?)week?.Spent)]) { IsDrawn = false },
            ])
        {
            Form = ChartForm.Bars,
            Goal = new(new($"一卷垃圾袋：{view.Price} 分", $"a roll of bags: {view.Price}"), view.Price),
            Nothing = new("还没有积分", "No points yet"),
            Note = Way(view, weeks),
        };
    }

    private static LocalDate Begin(LocalDate day) => day.PlusDays(1 - (int)day.DayOfWeek);

    private static Week? WeekOf(LocalDate begin, LocalDate known, PointsView view, IReadOnlyList<Movement> movements)
    {
        var next = begin.PlusDays(DaysAWeek);
        if (next <= known)
            return null;
        var own = movements.Where(one => one.Day >= begin && one.Day < next).ToList();
        var later = movements.Where(one => one.Day >= next).Sum(one => (long)one.Points);
        // Points that are back were not spent.
        var earned = own.Where(one => one.Points > 0 && one.Code != TransferCode.Void).Sum(one => one.Points);
        return new(view.Balance - later, earned, earned - own.Sum(one => one.Points));
    }

    /// <summary>At the pace of the last whole weeks; nothing is promised to who has no pace.</summary>
    private static Text? Way(PointsView view, IReadOnlyList<Week?> weeks)
    {
        var (missing, last) = (view.Price - (view.Balance % view.Price), weeks.SkipLast(1).TakeLast(PaceWeeks).OfType<Week>().ToList());
        var pace = last.Count == 0 ? 0 : last.Average(week => week.Earned);
        if (pace < 1)
            return null;
        var left = (int)Math.Ceiling(missing / pace);
        return new(
            $"照最近 {last.Count} 周每周约 {pace:0} 分，大约 {left} 周后够换下一卷（还差 {missing} 分）。",
            $"At some {pace:0} points a week, as in the last {last.Count}, the next roll is about {left} {(left == 1 ? "week" : "weeks")} "
                + $"away ({missing} points).");
    }

    private readonly record struct Movement(LocalDate Day, int Points, TransferCode Code);

    private sealed record Week(long Balance, int Earned, int Spent);
}
