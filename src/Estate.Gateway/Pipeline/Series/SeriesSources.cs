using Estate.Adapters.Influx;
using Estate.Adapters.Storage;
using Estate.Gateway.Configuration;

namespace Estate.Gateway.Pipeline.Series;

/// <summary>Where time series come from, and the server they go to.</summary>
internal sealed class SeriesSources(
    EstateModel model, EstateDatabase database, EstateReader reader, TelemetryBuffer buffer, PlatformServices platform)
{
    internal EstateModel Model => model;

    internal TelemetryBuffer Buffer => buffer;

    internal FactLines OpenJournal(InfluxTarget target) => new(database, reader, model.Site, target.Dialect);

    internal InfluxWriter OpenServer(InfluxTarget target) => new(platform.OpenSeries(target, platform.Time), platform.Time);
}
