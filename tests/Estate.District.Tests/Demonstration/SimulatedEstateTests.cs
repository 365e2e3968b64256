using Estate.District.Demonstration;
using Estate.District.Keys;
using Estate.District.Store;
using Estate.TestKit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using Xunit;

namespace Estate.District.Tests.Demonstration;

[Collection(DistrictCollection.Name)]
public sealed class SimulatedEstateTests(DistrictFixture servers)
{
    /// <summary>Eight in the evening in Shanghai.</summary>
    private const long Evening = 29_539_440;

    [Fact]
    public void A_minute_is_always_the_same_and_its_numbers_follow_those_before()
    {
        var (one, other) = (new PlausibleEstate(3), new PlausibleEstate(3));
        var last = 0L;
        for (var minute = Evening - 1_440; minute < Evening; minute++)
        {
            Assert.Equal(one.FactsOf(minute), other.FactsOf(minute));
            foreach (var fact in one.FactsOf(minute))
            {
                Assert.InRange(fact.N, last + 1, PlausibleEstate.LastOf(minute));
                last = fact.N;
            }
            Assert.Equal(minute + 1, PlausibleEstate.MinuteAfter(PlausibleEstate.LastOf(minute)));
        }
    }

    [Fact]
    public async Task Its_past_arrives_over_real_servers_and_goes_on_where_it_stopped()
    {
        using var folder = new TemporaryFolder(inMemory: true);
        var (database, port) = (await servers.DatabaseAsync(), Server.FreePort());
        Assert.Equal(0, DemonstrationCommand.WriteFiles([folder.Path, "2"], TextWriter.Null));
        using var nats = await DistrictServers.NatsAsync(folder, port, $"include \"{KeysCommand.Users}\"");
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Logging.SetMinimumLevel(LogLevel.Critical);
        var wrong = new List<string>();
        builder.Services.AddDistrict(new DistrictSettings($"nats://127.0.0.1:{port}", database, Replicas: 1)
        {
            Seed = await File.ReadAllTextAsync(KeysCommand.SeedFile(folder.Path, KeysCommand.Worker)),
            StreamBytes = 64L << 20,
            IsDemonstration = true,
            Estates = Estate.District.Estates.EstateList.Read(folder.File("estates.json"), wrong),
        });
        Assert.Empty(wrong);
        using var host = builder.Build();
        await host.StartAsync();
        await using var source = NpgsqlDataSource.Create(database);
        await Migrations.RunAsync(source, CancellationToken.None);
        var first = await SimulateAsync(folder, port, source, atLeast: 1);
        await SimulateAsync(folder, port, source, atLeast: first);
        await host.StopAsync();
        var check = host.Services.GetRequiredService<RollupCheck>();
        await host.Services.GetRequiredService<Rollups>().RunAllAsync(CancellationToken.None);
        Assert.Equal(["demo-00", "demo-01"], await check.SitesAsync(CancellationToken.None));
        Assert.Empty(await check.CheckAsync("demo-01", CancellationToken.None));
        await using var doubled = source.CreateCommand("SELECT count(*) - count(DISTINCT (site, n)) FROM fact");
        Assert.Equal(0L, await doubled.ExecuteScalarAsync());
    }

    private static async Task<long> SimulateAsync(TemporaryFolder folder, int port, NpgsqlDataSource source, long atLeast)
    {
        using var stop = new CancellationTokenSource();
        var running = DemonstrationCommand.SimulateAsync([folder.Path, $"nats://127.0.0.1:{port}", "2", "1"], TextWriter.Null, stop.Token);
        var now = PlausibleEstate.LastOf((TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() / 60) - 1);
        await using var command = source.CreateCommand($"SELECT count(*) FROM position WHERE n >= {now}");
        await Eventually.UntilAsync(async () => (long)(await command.ExecuteScalarAsync())!, there => there == 2);
        await stop.CancelAsync();
        await running;
        await using var count = source.CreateCommand("SELECT count(*) FROM fact");
        var facts = (long)(await count.ExecuteScalarAsync())!;
        Assert.True(facts >= atLeast, $"{facts} facts");
        return facts;
    }
}
