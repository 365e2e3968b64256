using System.Globalization;
using Estate.Domain.Devices;
using Estate.Domain.Parking;
using Estate.Web.Shared.Charts;
using NodaTime;

namespace Estate.Web.Parking;

/// <summary>How the car park usually fills, learned from its own counts of eight weeks: a day by half hours, the week by hours.</summary>
internal static class OccupancyCharts
{
    private const int HalfHours = 48, Hours = 24, MarkEveryHours = 6;
    private static readonly Text Bays = new("个空位", "free bays");

    internal static Chart OfDay(UsualWeek usual, IsoDayOfWeek day, int total)
    {
        var halves = usual.Of(day).ToDictionary(half => half.HalfHour);
        return new(
            "usual-day", new("平时这一天的空位", "Free bays on such a day, usually"), new("时间", "Time"),
            [.. Enumerable.Range(0, HalfHours).Select(half => SlotOf(half * 30, MarkEveryHours * 60))],
            [
                new(new("空位", "Free"), Bays, [.. Enumerable.Range(0, HalfHours).Select(half =>
                    halves.TryGetValue(half, out var one) ? (double?)Math.Round(one.Free) : null)]),
            ])
        {
            Form = ChartForm.Bars,
            Most = total > 0 ? total : null,
            HasNewest = false,
            Nothing = new("还在了解，约需两周", "Still learning; this takes about two weeks"),
        };
    }

    /// <summary>Per cent of the bays that are taken, by hour of the week.</summary>
    internal static Chart OfWeek(UsualWeek usual, int total) => new(
        "usual-week", new("平时一周里停了多少车", "How full it usually is, by hour of the week"), new("时间", "Hour"),
        [.. Enumerable.Range(0, Hours).Select(hour => SlotOf(hour * 60, MarkEveryHours * 60))],
        [.. Enumerable.Range((int)IsoDayOfWeek.Monday, 7).Select(day => new ChartSeries(
            NameOf(day), Text.Same("%"), HoursOf(usual.Of((IsoDayOfWeek)day), total)))])
    {
        Form = ChartForm.Heat,
        Most = 100,
        Nothing = new("还在了解，约需两周", "Still learning; this takes about two weeks"),
        Note = new("最近八周的平均；传感器不可靠的时候不算。", "Means of the last eight weeks, without times of doubtful sensors."),
    };

    private static IReadOnlyList<double?> HoursOf(IReadOnlyList<UsualHalfHour> halves, int total) =>
        [.. Enumerable.Range(0, Hours).Select(hour =>
            halves.Where(half => half.HalfHour / 2 == hour).ToList() is { Count: > 0 } both && total > 0
                ? (double?)Math.Clamp(100 * (1 - (both.Average(half => half.Free) / total)), 0, 100) : null)];

    private static ChartSlot SlotOf(int minute, int every)
    {
        var time = string.Create(CultureInfo.InvariantCulture, $"{minute / 60:00}:{minute % 60:00}");
        return new(time, minute % every == 0 ? time : null);
    }

    private static Text NameOf(int day) => new("一二三四五六日"[day - 1].ToString(), "MoTuWeThFrSaSu".Substring((day - 1) * 2, 2));
}
