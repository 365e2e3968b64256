using Estate.Adapters.Storage;
using Estate.Domain.Devices;
using Estate.Domain.Rules;
using Estate.Gateway.Pipeline;
using Estate.Web.Shared;
using NodaTime;

namespace Estate.Web.Devices;

/// <summary>What a device measured, from the roll-ups: a curve for each field, a line for each of its parts.</summary>
internal sealed class DeviceHistory(RuleSchema schema, Rollups rollups, GatewayClock clock)
{
    private static readonly Dictionary<string, (Duration Length, int Resolution)> Windows = new()
    {
        ["day"] = (Duration.FromDays(1), Rollups.Minute),
        ["month"] = (Duration.FromDays(30), Rollups.HalfHour),
        ["years"] = (Duration.FromDays(366), Rollups.Day),
    };

    /// <exception cref="BadQueryException">There is no such window.</exception>
    internal static string WindowOf(string? asked) => string.IsNullOrEmpty(asked) ? "day" : Windows.ContainsKey(asked) ? asked
        : throw BadQueryException.Of(
            "window", $"应为以下之一：{string.Join("、", Windows.Keys)}", $"expected one of {string.Join(", ", Windows.Keys)}");

    /// <param name="window">One that <see cref="WindowOf"/> knows.</param>
    internal IReadOnlyList<HistoryCurve> Of(DeviceId device, string window)
    {
        var (span, now) = (Windows[window], clock.Now);
        return [.. schema.WrittenBy(device.Kind).SelectMany(series => Curves(series, device,
            rollups.Read(series, span.Resolution, now - span.Length, now + Duration.FromSeconds(1), point =>
                schema.SpeakerOf(point) == device), span.Resolution))];
    }

    private static IEnumerable<HistoryCurve> Curves(SeriesSchema series, DeviceId device, IReadOnlyList<Measurement> points, int resolution)
    {
        var parts = points.GroupBy(point =>
            string.Join(' ', point.Tags.Where(tag => tag.Value != device.Name).Select(tag => tag.Value))).ToList();
        foreach (var field in series.Fields)
        {
            var lines = parts.Select(part =>
                new HistoryLine(
                    part.Key,
                    [.. part.SelectMany(point =>
                        point.Fields.Where(one => one.Key == field)
                        .Select(one => new double[] { point.At.ToUnixTimeMilliseconds(), Math.Round(one.Value.Number, 3) }))]))
                .Where(line => line.Points.Count > 0).ToList();
            if (lines.Count > 0)
                yield return new(series.Name, field, resolution, lines);
        }
    }
}

/// <summary>Means of one field over slots of so many seconds.</summary>
internal sealed record HistoryCurve(string Series, string Field, int ResolutionS, IReadOnlyList<HistoryLine> Lines);

/// <summary>Pairs of Unix milliseconds (a slot's beginning) and the mean.</summary>
internal sealed record HistoryLine(string Name, IReadOnlyList<double[]> Points);
