using System.Diagnostics;
using OpenTelemetry;
using OpenTelemetry.Trace;

namespace Estate.Gateway.Observability;

/// <summary>
/// Exports the spans of one gateway; those of another in the same process have the same name, and an exporter of their own.
/// </summary>
internal sealed class OwnSpans(ActivitySource source, BaseExporter<Activity> exporter, BatchExportActivityProcessorOptions batches)
    : BatchActivityExportProcessor(
        exporter, batches.MaxQueueSize, batches.ScheduledDelayMilliseconds, batches.ExporterTimeoutMilliseconds, batches.MaxExportBatchSize)
{
    public override void OnEnd(Activity data)
    {
        if (ReferenceEquals(data.Source, source))
            base.OnEnd(data);
    }
}
