using System.Text.Json;
using System.Text.Json.Serialization;
using Estate.District.Accounts;
using Estate.District.Ingest;
using Estate.District.Pages;
using Estate.District.Proposals;
using Estate.District.Reports;
using Estate.District.Store;
using Microsoft.AspNetCore.Http.Json;
using Npgsql;

namespace Estate.District;

internal static class DistrictServices
{
    /// <summary>What takes estates' facts in, and adds them up.</summary>
    internal static IServiceCollection AddDistrict(this IServiceCollection services, DistrictSettings settings) => services
        .AddSingleton(settings).AddSingleton(TimeProvider.System)
        .AddSingleton(_ => NpgsqlDataSource.Create(settings.Database))
        .AddSingleton(_ => new MessageServers(settings))
        .AddSingleton<Partitions>().AddSingleton<FactStore>().AddSingleton<LaneWorker>()
        .AddSingleton<Rollups>().AddSingleton<RollupCheck>().AddHostedService<RollupService>()
        .AddSingleton<ProposalRows>().AddSingleton(_ => new ProposalSigner(settings))
        .AddSingleton<ProposalSender>().AddHostedService(all => all.GetRequiredService<ProposalSender>())
        .AddSingleton<IngestService>().AddHostedService(all => all.GetRequiredService<IngestService>());

    /// <summary>What shows it, to those who may see it.</summary>
    internal static IServiceCollection AddPages(this IServiceCollection services) => services.AddAccounts()
        .AddSingleton<Overviews>().AddSingleton<EstateReports>().AddSingleton<Comparisons>().AddSingleton<Changes>()
        .AddSingleton<PageRenderer>()
        .Configure<JsonOptions>(options =>
        {
            options.SerializerOptions.PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower;
            options.SerializerOptions.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower));
        });
}
