using Estate.Adapters.Influx;
using Estate.Adapters.Storage;

namespace Estate.Gateway.Pipeline.Series;

/// <summary>What is measured: to the time-series server, and as means into the database.</summary>
internal static class SeriesServices
{
    private const int MeasurementsHeld = 100_000;

    internal static IServiceCollection AddSeries(this IServiceCollection services, OpenedEstate estate) => services
        .AddInflux(
            new SpillFolder(estate.Folder.Series, estate.Model.Series.SpillMb * 1_000_000L), estate.Model.Site, MeasurementsHeld,
            estate.Model.Influx?.Dialect ?? InfluxDialect.V1)
        .AddSingleton(new Rollups(estate.Database, estate.Kinds, estate.Model.Programme.Zone))
        .AddSingleton<JournalTail>().AddSingleton<SeriesSink>()
        .AddSingleton(services => new SeriesSources(
            estate.Model, estate.Database, services.GetRequiredService<EstateReader>(), services.GetRequiredService<TelemetryBuffer>(),
            services.GetRequiredService<PlatformServices>())
        { Tail = services.GetRequiredService<JournalTail>() })
        .AddPart<SeriesExporter>("时序数据", "the export of time series")
        .AddPart<RollupService>("曲线", "curves");
}
