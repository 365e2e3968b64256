using Estate.Adapters.Influx;
using Estate.Adapters.Storage;
using Estate.Domain.Points;
using Estate.Gateway.Pipeline;
using Estate.Gateway.Pipeline.Nightly;

namespace Estate.Gateway.Observability;

/// <summary>Figures that are read when somebody asks for them.</summary>
internal static class Gauges
{
    internal static void Add(IServiceProvider services)
    {
        var metrics = services.GetRequiredService<GatewayMetrics>();
        var (store, reader, ledger) = (
            services.GetRequiredService<EstateStore>(), services.GetRequiredService<EstateReader>(), services.GetRequiredService<Ledger>());
        metrics.Watch("estate.store.damaged", "Rows of the journal the disk has damaged", () => reader.Damaged);
        metrics.Watch("estate.store.conflicts", "Events and transfers the store knew although the machine did not", () => store.Conflicts);
        var ids = services.GetRequiredService<EstateLoop>().Deduplicator;
        metrics.Watch("estate.ids.complete", "1 once all ids of the store were read; until then each event is looked up", () =>
            ids.Used.IsComplete ? 1 : 0);
        metrics.Watch("estate.points.issued", "Points awarded since the programme began", () => ledger.Issued);
        var (measurements, rollups) = (services.GetRequiredService<TelemetryBuffer>(), services.GetRequiredService<Rollups>());
        metrics.Watch("estate.series.waiting", "Measurements in memory on their way to the time-series server", () => measurements.Count);
        metrics.Watch("estate.series.spilled", "Bytes on the disk that wait for the time-series server", () => measurements.Spill.Bytes);
        metrics.Watch("estate.series.dropped", "Measurements for which there was no room", () => measurements.Dropped);
        metrics.Watch("estate.rollups.dropped", "Measurements without means, because the disk refused them for too long", () =>
            rollups.Dropped);
        metrics.Watch("estate.memory.heap", "Bytes of the managed heap after the last collection", () =>
            GC.GetGCMemoryInfo().HeapSizeBytes);
        metrics.Watch("estate.memory.live", "Bytes in use after the last full collection of the managed heap", LiveBytes);
        metrics.Watch("estate.memory.full_collections", "Full collections of the managed heap so far", () =>
            GC.CollectionCount(GC.MaxGeneration));
        var retention = services.GetRequiredService<NightlyRetention>();
        metrics.Watch("estate.retention.erased", "Rows the last run deleted or took somebody out of", () => retention.Last.Erased);
        metrics.Watch("estate.retention.left", "Rows that should have gone and have not", () => retention.Last.Left);
        metrics.Watch("estate.retention.at", "When the last run was, in seconds since 1970", () => retention.Last.At);
    }

    private static long LiveBytes()
    {
        var last = GC.GetGCMemoryInfo(GCKind.FullBlocking);
        return last.HeapSizeBytes - last.FragmentedBytes;
    }
}
