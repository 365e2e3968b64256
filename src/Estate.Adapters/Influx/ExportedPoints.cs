using System.Collections.Immutable;
using System.Text.Json;
using Estate.Domain.Devices;
using NodaTime;

namespace Estate.Adapters.Influx;

/// <summary>
/// VictoriaMetrics keeps each field as a series of its own: those of one time and the same tags are one point again. Two points of
/// one millisecond differ in <see cref="SameMillisecond.Tag"/>; what is there twice all the same was sent twice.
/// </summary>
/// <param name="withRepeats">Such a sample is a point again, and that tag is shown; otherwise it is the one it repeats.</param>
internal sealed class ExportedPoints(SeriesSchema series, bool withRepeats)
{
    private readonly IReadOnlyList<string> _tags = withRepeats ? [.. series.Tags, SameMillisecond.Tag] : series.Tags;
    private readonly Dictionary<(long At, string Series, int Repeat), ImmutableArray<(string, FieldValue)>.Builder> _points = [];
    private readonly Dictionary<string, ImmutableArray<(string, string)>> _tagsOf = [];

    /// <summary>One line of an export: the samples of a field, or some of them.</summary>
    internal bool Add(string field, JsonElement line)
    {
        var metric = line.GetProperty("metric");
        var name = string.Join('\n', series.Tags.Append(SameMillisecond.Tag).Select(tag => Word(metric, tag)));
        _tagsOf[name] = [.. _tags.Where(tag => Word(metric, tag) is not null).Select(tag => (tag, Word(metric, tag)!))];
        foreach (var (at, value) in line.GetProperty("timestamps").EnumerateArray().Zip(line.GetProperty("values").EnumerateArray()))
            // A value that is no number says nothing.
            if (FiniteNumber.Of(value) is { } number)
                Add((at.GetInt64(), name), field, number);
        return true;
    }

    internal IEnumerable<Measurement> InOrder() => _points.OrderBy(one => one.Key.At).Select(one =>
        new Measurement(series.Name, Instant.FromUnixTimeMilliseconds(one.Key.At), _tagsOf[one.Key.Series], one.Value.ToImmutable()));

    private static string? Word(JsonElement metric, string tag) => metric.TryGetProperty(tag, out var value) ? value.GetString() : null;

    /// <summary>Fields come one after the other: the last of a point is the one it was given last.</summary>
    private void Add((long At, string Series) place, string field, double number)
    {
        for (var repeat = 0; ; repeat++)
        {
            if (!_points.TryGetValue((place.At, place.Series, repeat), out var point))
                _points[(place.At, place.Series, repeat)] = point = ImmutableArray.CreateBuilder<(string, FieldValue)>();
            else if (point[^1].Item1 == field && withRepeats)
                continue;
            else if (point[^1].Item1 == field)
                return;
            point.Add((field, number));
            return;
        }
    }
}
