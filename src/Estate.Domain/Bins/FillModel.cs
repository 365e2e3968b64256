using System.Collections.Immutable;
using Estate.Domain.Devices;
using NodaTime;

namespace Estate.Domain.Bins;

/// <summary>
/// Foretells a compartment from its level now and what it usually rises in these half hours. There is one only where that was nearer to
/// the truth, over the last four weeks, than its level a week before.
/// </summary>
public sealed class FillModel
{
    private const int JudgedDays = 28;

    /// <summary>Fewer say nothing about how good it is.</summary>
    private const int MinCases = 10;

    private readonly double[] _rises;
    private readonly ImmutableArray<(int From, int Until)> _windows;
    private readonly (double Error, double LastWeeks) _judged;

    private FillModel(double[] rises, ImmutableArray<(int From, int Until)> windows, (double Error, double LastWeeks) judged) =>
        (_rises, _windows, _judged) = (rises, windows, judged);

    /// <summary>From when on a compartment of a station is full, 0 to 1.</summary>
    public static double FullAt(DeviceSettings settings) => StationSettings.From(settings).FullAt;

    /// <param name="now">By the estate's clock.</param>
    /// <param name="windows">Of a day, begin and end; of a window until midnight the end is midnight.</param>
    /// <returns>Null where it is no better than last week's level, or where too little is known.</returns>
    public static FillModel? Learn(
        FillHistory history, LocalDateTime now, IEnumerable<(LocalTime From, LocalTime Until)> windows)
    {
        var slots = windows.Select(one => (From: HalfHour(one.From), Until: one.Until == LocalTime.Midnight ? FillHistory.ADay
            : HalfHour(one.Until))).Where(one => one.From < one.Until).OrderBy(one => one.From).ToImmutableArray();
        var today = FillHistory.SlotOf(now) / FillHistory.ADay;
        var (error, lastWeeks, cases) = Judge(history, today, slots);
        return cases < MinCases || error >= lastWeeks ? null
            : new(history.RisesBefore(today), slots, (error / cases, lastWeeks / cases));
    }

    /// <summary>For the end of the window that is on, or of the next.</summary>
    public FillForecast Forecast(double level, double fullAt, LocalDateTime now)
    {
        var slot = FillHistory.SlotOf(now);
        var midnight = slot / FillHistory.ADay * FillHistory.ADay;
        var end = _windows.Select(one => midnight + one.Until).Append(midnight + FillHistory.ADay + _windows[0].Until)
            .First(one => one > slot);
        long? fullBy = null;
        for (var at = slot; at < end; at++)
        {
            level = Rise(level, _rises, at);
            if (level >= fullAt)
                fullBy ??= at + 1;
        }
        return new(
            level, FillHistory.TimeOf(end), fullBy is { } full ? FillHistory.TimeOf(full) : null, _judged.Error, _judged.LastWeeks);
    }

    /// <summary>Each window of the last four weeks, foretold from its beginning as it would have been then; sums.</summary>
    private static (double Error, double LastWeeks, int Cases) Judge(
        FillHistory history, long today, ImmutableArray<(int From, int Until)> windows)
    {
        var (error, lastWeeks, cases) = (0.0, 0.0, 0);
        for (var day = today - JudgedDays; day < today; day++)
        {
            var rises = history.RisesBefore(day);
            foreach (var (from, until) in windows)
            {
                var (begin, end) = ((day * FillHistory.ADay) + from, (day * FillHistory.ADay) + until);
                if (history.IsBroken(begin, end) || history.At(end - FillHistory.AWeek) is not { } weekBefore)
                    continue;
                var (level, truth) = (history.At(begin)!.Value, history.At(end)!.Value);
                for (var at = begin; at < end; at++)
                    level = Rise(level, rises, at);
                (error, lastWeeks, cases) = (error + Math.Abs(level - truth), lastWeeks + Math.Abs(weekBefore - truth), cases + 1);
            }
        }
        return (error, lastWeeks, cases);
    }

    private static double Rise(double level, double[] rises, long slot) => Math.Clamp(level + rises[slot % FillHistory.ADay], 0, 1);

    private static int HalfHour(LocalTime time) => ((time.Hour * 60) + time.Minute) / 30;
}
