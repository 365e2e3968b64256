using Estate.Adapters.Influx;
using Estate.Adapters.Storage;
using Estate.Gateway.Configuration;

namespace Estate.Gateway.Pipeline.Series;

/// <summary>Where time series come from, and the server they go to.</summary>
internal sealed class SeriesSources(
    EstateModel model, EstateDatabase database, EstateReader reader, TelemetryBuffer buffer, PlatformServices platform)
{
    /// <summary>What was just committed; where nobody adds to it the journal is read.</summary>
    internal JournalTail Tail { get; init; } = new();

    internal EstateModel Model => model;

    internal TelemetryBuffer Buffer => buffer;

    internal FactLines OpenJournal(InfluxTarget target) => new(database, reader, model.Site, target.Dialect);

    internal InfluxWriter OpenServer(InfluxTarget target) => new(platform.OpenSeries(target, platform.Time), platform.Time);
}
