using System.Globalization;
using Estate.Adapters.Storage.Totals;
using Estate.Domain.Devices;
using Estate.Domain.Gate;
using Estate.Web.Shared;
using Estate.Web.Shared.Charts;

namespace Estate.Web.Gate;

/// <summary>
/// How often a gate was passed in each hour of the day, in the last four weeks together. For staff: one who comes home at the same hour
/// each night stands out also in a sum.
/// </summary>
internal static class PassageChart
{
    private const int Days = 28, Hours = 24, MarkEvery = 6;
    private static readonly Text Times = new("次", "times");

    internal static Chart Of(TotalsReader totals, PageReads reads, DeviceId gate)
    {
        var (first, note) = (reads.Today.PlusDays(1 - Days), TotalsNote.Of(totals));
        var all = totals.ByDay(GateKind.KindName, first, reads.Today, gate);
        var slots = Enumerable.Range(0, Hours).Select(hour => new ChartSlot(
            string.Create(CultureInfo.InvariantCulture, $"{hour:00}:00–{(hour + 1) % Hours:00}:00"),
            hour % MarkEvery == 0 ? string.Create(CultureInfo.InvariantCulture, $"{hour:00}:00") : null));
        return new(
            "passages", new("最近四周每小时的通行次数", "Passages by hour, in the last four weeks"), new("时间", "Hour"), [.. slots],
            [
                SeriesOf(all, GatePassages.In, new("刷卡进入", "In by card")),
                SeriesOf(all, GatePassages.Out, new("按钮出门", "Out by the button")),
                SeriesOf(all, GatePassages.Refused, new("刷卡被拒", "Card refused")),
            ])
        {
            Form = ChartForm.Bars,
            Nothing = new("还没有人刷卡或按出门按钮", "Nobody has used a card or the exit button yet"),
            Note = note ?? new(
                $"不用刷卡就能进的时段，走过的人没有计数。每小时少于 {DisclosureControl.MinimumCount} 次的不显示具体数字。",
                "While the gate is open to all, whoever walks through is not counted. "
                    + $"Fewer than {DisclosureControl.MinimumCount} in an hour are not told."),
        };
    }

    private static ChartSeries SeriesOf(IReadOnlyList<DayTotal> all, string what, Text name)
    {
        var counts = new long[Hours];
        foreach (var one in all)
            if (one.What == what && one.Hour is >= 0 and < Hours and var hour)
                counts[hour] += one.Total.Count;
        var few = Enumerable.Range(0, Hours).Where(hour => counts[hour] is > 0 and < DisclosureControl.MinimumCount)
            .ToDictionary(hour => hour, _ => DisclosureControl.Fewer);
        return new(name, Times, [.. counts.Select((count, hour) =>
            all.Count == 0 || few.ContainsKey(hour) ? null : (double?)count)])
        { Instead = few };
    }
}
