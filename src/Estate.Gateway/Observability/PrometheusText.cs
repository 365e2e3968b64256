using System.Globalization;
using System.Text;
using OpenTelemetry;
using OpenTelemetry.Metrics;

namespace Estate.Gateway.Observability;

/// <summary>Renders the collected metrics in the Prometheus text format, version 0.0.4.</summary>
internal sealed class PrometheusText : BaseExporter<Metric>
{
    internal string Text { get; private set; } = "";

    public override ExportResult Export(in Batch<Metric> batch)
    {
        var text = new StringBuilder();
        foreach (var metric in batch)
            Append(text, metric);
        Text = text.ToString();
        return ExportResult.Success;
    }

    private static void Append(StringBuilder text, Metric metric)
    {
        var name = metric.Name.Replace('.', '_');
        if (metric.MetricType == MetricType.LongSum)
            name += "_total";
        else if (metric.MetricType == MetricType.Histogram)
            name += "_" + metric.Unit switch { "ms" => "milliseconds", var unit => unit };
        var type = metric.MetricType switch { MetricType.LongSum => "counter", MetricType.Histogram => "histogram", _ => "gauge" };
        text.Append(CultureInfo.InvariantCulture, $"# HELP {name} {metric.Description}\n# TYPE {name} {type}\n");
        foreach (ref readonly var point in metric.GetMetricPoints())
        {
            var labels = new List<string>();
            foreach (var tag in point.Tags)
                labels.Add($"{tag.Key.Replace('.', '_')}=\"{Escape(tag.Value?.ToString() ?? "")}\"");
            if (metric.MetricType == MetricType.Histogram)
                AppendHistogram(text, name, labels, point);
            else
                text.Append(CultureInfo.InvariantCulture, $"{name}{Braces(labels)} "
                    + $"{(metric.MetricType == MetricType.LongSum ? point.GetSumLong() : point.GetGaugeLastValueLong())}\n");
        }
    }

    private static void AppendHistogram(StringBuilder text, string name, List<string> labels, MetricPoint point)
    {
        long cumulative = 0;
        foreach (var bucket in point.GetHistogramBuckets())
        {
            cumulative += bucket.BucketCount;
            var bound = double.IsPositiveInfinity(bucket.ExplicitBound) ? "+Inf"
                : bucket.ExplicitBound.ToString(CultureInfo.InvariantCulture);
            text.Append(CultureInfo.InvariantCulture, $"{name}_bucket{Braces([.. labels, $"le=\"{bound}\""])} {cumulative}\n");
        }
        text.Append(CultureInfo.InvariantCulture, $"{name}_sum{Braces(labels)} {point.GetHistogramSum()}\n");
        text.Append(CultureInfo.InvariantCulture, $"{name}_count{Braces(labels)} {point.GetHistogramCount()}\n");
    }

    private static string Braces(List<string> labels) => labels.Count == 0 ? "" : "{" + string.Join(',', labels) + "}";

    private static string Escape(string value) =>
        value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)
        .Replace("\n", "\\n", StringComparison.Ordinal);
}
