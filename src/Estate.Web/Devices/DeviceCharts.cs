using Estate.Domain.Devices;
using Estate.Domain.Rules;
using Estate.Gateway.Pipeline;
using Estate.Web.Shared.Charts;
using NodaTime;

namespace Estate.Web.Devices;

/// <summary>What a device measured, as charts by the estate's clock: means of ten minutes, four hours or days, nothing after now.</summary>
internal sealed class DeviceCharts(DeviceHistory history, RuleSchema schema, GatewayClock clock)
{
    /// <summary>In one picture; more cannot be told apart.</summary>
    private const int LinesEach = 6;
    private const int SecondsADay = 24 * 3_600;

    /// <summary>How long a slot is, in seconds, and how many days they fill.</summary>
    private static readonly Dictionary<string, (int StepS, int Days)> Windows = new()
    {
        ["day"] = (600, 1),
        ["month"] = (4 * 3_600, 30),
        ["years"] = (SecondsADay, 366),
    };

    internal IReadOnlyList<Chart> Of(DeviceId device, string window, DateTimeZone zone)
    {
        var (curves, begins) = (history.Of(device, window), Begins(window, clock.Now.InZone(zone).LocalDateTime));
        var slots = TimeSlots.Of(begins, Windows[window].StepS);
        return [.. schema.WrittenBy(device.Kind).SelectMany(series => series.Fields.Where(series.Curves.ContainsKey)
            .SelectMany(field => curves.Where(curve => curve.Series == series.Name && curve.Field == field)
                .SelectMany(curve => curve.Lines.Chunk(LinesEach).Select((lines, part) => ChartOf(
                    series, field, part, slots,
                    lines.Select(line => (line.Name, Means(line, begins, Windows[window].StepS, zone))))))))];
    }

    private static Chart ChartOf(
        SeriesSchema series, string field, int part, IReadOnlyList<ChartSlot> slots, IEnumerable<(string Name, double?[] Means)> lines)
    {
        var text = series.Curves[field];
        return new(
            FormattableString.Invariant($"{series.Name}-{field}-{part + 1}"), text.Name, new("时间", "Time"), slots,
            [.. lines.Select(line => new ChartSeries(
                line.Name.Length == 0 ? text.Name : series.PartName(line.Name), Text.Same(text.Unit),
                [.. line.Means.Select(mean => mean * text.Scale)]) { Decimals = text.Decimals, IsPaced = true })])
        {
            Most = text.IsPercent ? 100 : null,
            IsFromZero = text.IsFromZero,
        };
    }

    /// <summary>From a round time on, so that the slot of now is the last one.</summary>
    private static List<LocalDateTime> Begins(string window, LocalDateTime now)
    {
        var (stepS, days) = Windows[window];
        var midnight = now.Date.AtMidnight();
        var last = midnight.PlusSeconds(now.TimeOfDay.NanosecondOfDay / NodaConstants.NanosecondsPerSecond / stepS * stepS);
        var count = (int)((long)days * SecondsADay / stepS);
        return [.. Enumerable.Range(0, count).Select(slot => last.PlusSeconds((long)(slot - count + 1) * stepS))];
    }

    private static double?[] Means(HistoryLine line, List<LocalDateTime> begins, int stepS, DateTimeZone zone)
    {
        var (sums, counts) = (new double[begins.Count], new int[begins.Count]);
        foreach (var point in line.Points)
        {
            var at = Instant.FromUnixTimeMilliseconds((long)point[0]).InZone(zone).LocalDateTime;
            var slot = (int)Math.Floor(Period.Between(begins[0], at, PeriodUnits.Seconds).Seconds / (double)stepS);
            if (slot < 0 || slot >= sums.Length)
                continue;
            sums[slot] += point[1];
            counts[slot]++;
        }
        return [.. sums.Select((sum, slot) => counts[slot] == 0 ? null : (double?)(sum / counts[slot]))];
    }
}
