using Estate.Domain.Devices;
using NodaTime;

namespace Estate.Web.Shared.Charts;

/// <summary>A chart of each form, for the page that shows every component.</summary>
internal static class ChartSamples
{
    private static readonly LocalDate Monday = new(2026, 3, 2);

    internal static IReadOnlyList<Chart> All { get; } =
    [
        new("sample-lines", new("满度", "Fill"), new("时间", "Time"), TimeSlots.Of(
            [.. Enumerable.Range(0, 48).Select(slot => Monday.AtMidnight().PlusMinutes(30 * slot))], 1_800),
            [.. Enumerable.Range(0, ChartPicture.Kinds).Select(line => new ChartSeries(
                new($"第 {line + 1} 个", $"no. {line + 1}"), Text.Same("%"),
                [.. Enumerable.Range(0, 48).Select(slot => slot is > 20 and < 27 ? null : (double?)(((slot * 3) + (line * 14)) % 100))]))])
        { Most = 100 },
        new("sample-bars", new("每天触发次数", "Firings a day"), new("日期", "Day"),
            TimeSlots.Days(Monday, Monday.PlusDays(13), Monday.PlusDays(13)),
            [.. Enumerable.Range(0, 3).Select(bar => new ChartSeries(
                new($"第 {bar + 1} 种", $"kind {bar + 1}"), new("次", "times"),
                [.. Enumerable.Range(0, 14).Select(day => day < 2 ? null : (double?)((day * (bar + 2)) % 11))])
            { Instead = bar == 2 ? new Dictionary<int, Text> { [0] = DisclosureControl.Fewer } : new Dictionary<int, Text>() })])
        { Form = ChartForm.Bars, Goal = new(new("目标", "wanted"), 8) },
        new("sample-heat", new("一周里停了多少车", "How full it is, by hour of the week"), new("时间", "Hour"),
            [.. Enumerable.Range(0, 24).Select(hour => new ChartSlot($"{hour:00}:00", hour % 6 == 0 ? $"{hour:00}:00" : null))],
            [.. Enumerable.Range(0, 7).Select(day => new ChartSeries(
                new("一二三四五六日"[day].ToString(), "MoTuWeThFrSaSu".Substring(2 * day, 2)), Text.Same("%"),
                [.. Enumerable.Range(0, 24).Select(hour => day == 6 && hour > 12 ? null : (double?)((hour * 4) + day))]))])
        { Form = ChartForm.Heat, Most = 100 },
        new("sample-nothing", new("功率", "Power"), new("时间", "Time"), [], [new(new("功率", "Power"), Text.Same("W"), [])]),
    ];
}
