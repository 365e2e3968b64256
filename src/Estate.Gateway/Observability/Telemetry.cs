using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace Estate.Gateway.Observability;

/// <summary>
/// Metrics for /metrics, and metrics and traces over OTLP where OTEL_EXPORTER_OTLP_ENDPOINT names a collector.
/// </summary>
internal sealed class Telemetry : IDisposable
{
    /// <summary>
    /// Room for so many values of an instrument's tags instead of 2,000, which is 180 kB each; their words are the program's own.
    /// </summary>
    private static readonly MetricStreamConfiguration Few = new() { CardinalityLimit = 200 };

    private readonly PrometheusText _text = new();
    private readonly BaseExportingMetricReader _reader;
    private readonly MeterProvider _meters;
    private readonly TracerProvider? _traces;
    private readonly Lock _lock = new();

    public Telemetry(GatewayMetrics metrics, string? otlpEndpoint)
    {
        _reader = new BaseExportingMetricReader(_text);
        var meters = Sdk.CreateMeterProviderBuilder().AddMeter(GatewayMetrics.Name)
            .AddView(instrument => metrics.Owns(instrument) ? Few : MetricStreamConfiguration.Drop).AddReader(_reader);
        if (!string.IsNullOrEmpty(otlpEndpoint))
        {
            meters.AddOtlpExporter();
            // Both read the collector's settings from the environment, as AddOtlpExporter does.
            _traces = Sdk.CreateTracerProviderBuilder().AddSource(GatewayMetrics.Name)
                .AddProcessor(
                    new OwnSpans(
                        metrics.Spans, new OtlpTraceExporter(new OtlpExporterOptions()), new BatchExportActivityProcessorOptions()))
                .Build();
        }
        _meters = meters.Build();
    }

    internal string Collect()
    {
        lock (_lock)
        {
            _reader.Collect();
            return _text.Text;
        }
    }

    public void Dispose()
    {
        _meters.Dispose();
        _traces?.Dispose();
    }
}
