using Estate.Domain.Devices;
using NodaTime;
using NodaTime.Text;

namespace Estate.Adapters.Influx;

/// <summary>Flux, the language of InfluxDB 2, as it is written here.</summary>
internal static class FluxText
{
    /// <summary>What arrives later than so finds no place in the means; the longest outage they were made for.</summary>
    private const int DaysLooked = 8;

    internal static string TaskName(InfluxTarget target) => $"means of {target.Database}";

    /// <summary>
    /// Once a night the means of the days before, each half hour whole: what came late after an outage is in them, and to make
    /// one again writes the same point.
    /// </summary>
    internal static string MeansTask(InfluxTarget target, string organisation) =>
        $$"""
        import "date"

        option task = {name: {{Quote(TaskName(target))}}, every: 1d, offset: 3h}

        from(bucket: {{Quote(target.Database)}})
            |> range(
                start: date.truncate(t: -{{DaysLooked}}d, unit: 30m),
                stop: date.truncate(t: now(), unit: 30m),
            )
            |> filter(fn: (r) => {{AnyOf("_measurement", target.Averaged)}})
            |> aggregateWindow(every: 30m, fn: mean, createEmpty: false, timeSrc: "_start")
            |> to(bucket: {{Quote(target.MeansDatabase)}}, org: {{Quote(organisation)}})
        """;

    /// <summary>The points of one series, each a row with its fields and tags, oldest first.</summary>
    internal static string Points(string bucket, string site, SeriesSchema series, Interval time) =>
        $"""
        from(bucket: {Quote(bucket)})
            |> range(start: {Time(time.Start)}, stop: {Time(time.End)})
            |> filter(fn: (r) => r._measurement == {Quote(series.Name)} and r["site"] == {Quote(site)})
            |> filter(fn: (r) => {AnyOf("_field", series.Fields)})
            |> pivot(rowKey: ["_time"], columnKey: ["_field"], valueColumn: "_value")
            |> group()
            |> drop(columns: ["_start", "_stop", "_measurement", "site"])
            |> sort(columns: ["_time"])
        """;

    internal static string TagKeys(string bucket) =>
        $"""
        import "influxdata/influxdb/schema"

        schema.tagKeys(bucket: {Quote(bucket)}, predicate: (r) => true, start: 1970-01-01T00:00:00Z)
        """;

    internal static string TagValues(string bucket, string site, string tag) =>
        $"""
        import "influxdata/influxdb/schema"

        schema.tagValues(
            bucket: {Quote(bucket)},
            tag: {Quote(tag)},
            predicate: (r) => r["site"] == {Quote(site)},
            start: 1970-01-01T00:00:00Z,
        )
        """;

    /// <summary>Which points a delete is for: InfluxQL, which knows no other way to write a text than in the quotes of a name.</summary>
    internal static string Predicate(string site, string tag, string value) => $"{Name("site")}={Name(site)} AND {Name(tag)}={Name(value)}";

    internal static string Quote(string text) => Name(text).Replace("${", "\\${", StringComparison.Ordinal);

    private static string Name(string text) => '"' + text
        .Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)
        .Replace("\n", "\\n", StringComparison.Ordinal) + '"';

    private static string AnyOf(string column, IEnumerable<string> names) =>
        string.Join(" or ", names.Select(name => $"r.{column} == {Quote(name)}"));

    private static string Time(Instant at) => InstantPattern.ExtendedIso.Format(at);
}
