using Microsoft.Extensions.DependencyInjection;

namespace Estate.Adapters.Influx;

/// <summary>What waits for the time-series server.</summary>
public static class InfluxServices
{
    /// <param name="spill">Where measurements go for which there is no room.</param>
    /// <param name="capacity">Measurements in memory.</param>
    public static IServiceCollection AddInflux(
        this IServiceCollection services, SpillFolder spill, string site, int capacity, InfluxDialect dialect) =>
        services.AddSingleton(new TelemetryBuffer(spill, site, capacity, dialect));
}
