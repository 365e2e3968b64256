namespace Estate.Gateway.Observability;

/// <summary>Metrics of this estate, read at /metrics or sent to a collector.</summary>
internal static class ObservabilityServices
{
    private const string Collector = "OTEL_EXPORTER_OTLP_ENDPOINT";

    internal static IServiceCollection AddObservability(this IServiceCollection services) => services.AddSingleton<GatewayMetrics>()
        .AddSingleton(all => new Telemetry(all.GetRequiredService<GatewayMetrics>(), Environment.GetEnvironmentVariable(Collector)));
}
