using System.Globalization;
using NodaTime;

namespace Estate.Web.Shared.Charts;

/// <summary>Slots of time as the estate's clocks show it, with marks below the axis at round times, few enough for a phone.</summary>
internal static class TimeSlots
{
    private const int Marks = 4, MinutesADay = 24 * 60;

    /// <summary>In minutes, between two marks.</summary>
    private static readonly int[] Distances =
    [
        1, 2, 5, 10, 15, 30, 60, 120, 180, 360, 720, MinutesADay, 2 * MinutesADay, 7 * MinutesADay, 14 * MinutesADay, 28 * MinutesADay,
        91 * MinutesADay, 182 * MinutesADay,
    ];

    /// <param name="begins">Of each, by the estate's clock, in order.</param>
    /// <param name="stepS">Their length in seconds.</param>
    internal static IReadOnlyList<ChartSlot> Of(IReadOnlyList<LocalDateTime> begins, long stepS)
    {
        if (begins.Count == 0)
            return [];
        var span = MinuteOf(begins[^1]) - MinuteOf(begins[0]) + 1;
        var distance = Distances.FirstOrDefault(one => span <= one * Marks, Distances[^1]);
        var name = stepS % (MinutesADay * 60) == 0 ? "uuuu-MM-dd" : stepS < 60 ? "MM-dd HH:mm:ss" : "MM-dd HH:mm";
        return [.. begins.Select((begin, index) => new ChartSlot(
            begin.ToString(name, CultureInfo.InvariantCulture), IsMarked(begins, index, distance) ? Mark(begin, distance) : null))];
    }

    /// <summary>Days one after the other; the last is today, or nothing is open.</summary>
    internal static IReadOnlyList<ChartSlot> Days(LocalDate first, LocalDate last, LocalDate today, int length = 1)
    {
        var count = (Period.DaysBetween(first, last) / length) + 1;
        var every = (count + Marks - 1) / Marks;
        return [.. Enumerable.Range(0, count).Select(index =>
        {
            var day = first.PlusDays(index * length);
            return new ChartSlot(
                day.ToString("uuuu-MM-dd", CultureInfo.InvariantCulture),
                (count - 1 - index) % every == 0 ? day.ToString("MM-dd", CultureInfo.InvariantCulture) : null,
                day.PlusDays(length) > today);
        })];
    }

    /// <summary>In the first slot of each such distance; the first of all may have begun before.</summary>
    private static bool IsMarked(IReadOnlyList<LocalDateTime> begins, int index, int distance) =>
        index == 0 ? MinuteOf(begins[0]) % distance == 0 && begins[0].Second == 0
            : MinuteOf(begins[index]) / distance != MinuteOf(begins[index - 1]) / distance;

    private static string Mark(LocalDateTime begin, int distance)
    {
        var at = LocalDate.FromDateTime(DateTime.UnixEpoch).AtMidnight().PlusMinutes(MinuteOf(begin) / distance * distance);
        return at.ToString(distance < MinutesADay ? "HH:mm" : "MM-dd", CultureInfo.InvariantCulture);
    }

    private static long MinuteOf(LocalDateTime at) =>
        Period.Between(LocalDate.FromDateTime(DateTime.UnixEpoch).AtMidnight(), at, PeriodUnits.Minutes).Minutes;
}
