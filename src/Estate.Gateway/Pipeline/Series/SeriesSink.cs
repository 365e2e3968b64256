using Estate.Adapters.Influx;
using Estate.Adapters.Storage;
using Estate.Gateway.Configuration;

namespace Estate.Gateway.Pipeline.Series;

/// <summary>
/// Where the figures of a commit go: on their way to the time-series server where there is one, and into the gateway's own means.
/// </summary>
internal sealed class SeriesSink(EstateModel model, TelemetryBuffer buffer, JournalTail tail, Rollups rollups)
{
    internal void Write(PendingWork work)
    {
        foreach (var measurement in work.Measurements)
        {
            if (model.Influx is not null)
                buffer.Add(measurement);
            rollups.Add(measurement);
        }
        if (model.Influx is not null)
            tail.Add(work.Batch);
        // Figures of facts reach the server by the journal, or by its tail.
        foreach (var measurement in work.Batch.AllFacts.SelectMany(fact => fact.Series))
            rollups.Add(measurement);
    }
}
