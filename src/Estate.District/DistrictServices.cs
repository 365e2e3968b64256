using Estate.District.Ingest;
using Estate.District.Store;
using Npgsql;

namespace Estate.District;

internal static class DistrictServices
{
    /// <summary>What takes estates' facts in.</summary>
    internal static IServiceCollection AddDistrict(this IServiceCollection services, DistrictSettings settings) => services
        .AddSingleton(settings).AddSingleton(TimeProvider.System)
        .AddSingleton(_ => NpgsqlDataSource.Create(settings.Database))
        .AddSingleton(_ => new MessageServers(settings))
        .AddSingleton<Partitions>().AddSingleton<FactStore>().AddSingleton<LaneWorker>()
        .AddSingleton<IngestService>().AddHostedService(all => all.GetRequiredService<IngestService>());
}
