using System.Globalization;
using System.Text.Json;
using Estate.Adapters.Influx;
using Estate.Adapters.Storage;
using Estate.Domain.Devices;
using Estate.TestKit;
using Estate.Web.Tests.Running;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Xunit;

namespace Estate.Web.Tests.Rules;

/// <summary>
/// A rule's way through the API: tried on what was recorded, saved under a name, saved again, taken out; what is wrong changes nothing.
/// </summary>
public sealed class RuleEditTests
{
    private const string Tap = """
        rules:
          - id: somebody-came
            on: card_tapped
            when: device.name == 'station-1'
            title: {zh: 有人来了, en: Somebody came}
        """;

    [Fact]
    public async Task A_rule_is_backtested_saved_changed_and_removed()
    {
        await using var gateway = await RunningGateway.StartAsync();
        var (first, second) = (await gateway.StationAsync(), await gateway.StationAsync("station-2"));
        first.Tap("CARD0001");
        second.Tap("CARD0002");
        await Eventually.UntilAsync(async () =>
            (await BacktestAsync(gateway, Tap.Replace("== 'station-1'", "!= ''", StringComparison.Ordinal))).GetProperty("candidate")
                .GetProperty("firings").GetArrayLength(), fired => fired == 2);

        var report = await BacktestAsync(gateway, Tap);
        Assert.Equal("bins/station-1", report.GetProperty("candidate").GetProperty("firings")[0].GetProperty("device").GetString());
        Assert.Equal(JsonValueKind.Null, report.GetProperty("in_force").ValueKind);

        Assert.Equal("saved", Result(await SaveAsync(gateway, Tap, 0)));
        Assert.Equal((1, "engineer"), await VersionAsync(gateway));
        var wider = Tap.Replace("device.name == 'station-1'", "device.name != 'station-3'", StringComparison.Ordinal);
        var difference = await BacktestAsync(gateway, wider);
        var added = Assert.Single(difference.GetProperty("changes").EnumerateArray());
        Assert.Equal(
            ("added", "bins/station-2"),
            (added.GetProperty("kind").GetString(), added.GetProperty("after").GetProperty("device").GetString()));

        Assert.Equal("changed_meanwhile", Reason(await SaveAsync(gateway, wider, 7)));
        Assert.Equal("mistakes", Reason(await SaveAsync(gateway, wider.Replace("when:", "wenn:", StringComparison.Ordinal), 1)));
        Assert.Equal(
            "mistakes", Reason(await SaveAsync(gateway, wider.Replace("somebody-came", "../../estate", StringComparison.Ordinal), 1)));
        Assert.Equal((1, "engineer"), await VersionAsync(gateway));
        Assert.Equal("saved", Result(await SaveAsync(gateway, wider, 1)));
        Assert.Equal((2, "engineer"), await VersionAsync(gateway));

        Assert.Equal("removed", Result(await gateway.AskAsync(HttpMethod.Delete, "/api/rules/somebody-came", "engineer")));
        Assert.Equal(0, (await gateway.AskAsync(HttpMethod.Get, "/api/rules", "engineer")).GetProperty("rules").GetArrayLength());
        Assert.Equal("mistakes", Reason(await gateway.AskAsync(HttpMethod.Delete, "/api/rules/somebody-came", "engineer")));
        Assert.Equal("mistakes", Reason(await gateway.AskAsync(HttpMethod.Delete, "/api/rules/..%2Fsecrets%2Fx", "engineer")));
    }

    [Fact]
    public async Task A_rule_from_another_file_is_changed_there_and_a_broken_file_must_be_fixed_first()
    {
        await using var gateway = await RunningGateway.StartAsync(withBroker: false);
        Directory.CreateDirectory(gateway.Data.Rules);
        var mine = Path.Combine(gateway.Data.Rules, "mine.yaml");
        await File.WriteAllTextAsync(mine, Tap);

        Assert.Contains("mine.yaml", Said(await SaveAsync(gateway, Tap, null)), StringComparison.Ordinal);

        await File.WriteAllTextAsync(
            mine, Tap.Replace("somebody-came", "other", StringComparison.Ordinal).Replace("when:", "wenn:", StringComparison.Ordinal));
        Assert.Contains(
            "mine.yaml, line 4", Said(await SaveAsync(gateway, Tap, null)), StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(gateway.Data.Rules, "somebody-came.yaml")));

        // A file of that name which holds others too is nobody's to overwrite or take out.
        File.Delete(mine);
        var both = Tap + Tap[Tap.IndexOf("  - id", StringComparison.Ordinal)..].Replace("somebody-came", "other", StringComparison.Ordinal)
            .Insert(0, "\n");
        await File.WriteAllTextAsync(Path.Combine(gateway.Data.Rules, "somebody-came.yaml"), both);
        Assert.Contains(
            "holds other rules too", Said(await SaveAsync(gateway, Tap, null)), StringComparison.Ordinal);
        Assert.Contains(
            "holds other rules too",
            Said(await gateway.AskAsync(HttpMethod.Delete, "/api/rules/somebody-came", "engineer")),
            StringComparison.Ordinal);
        Assert.Equal(both, await File.ReadAllTextAsync(Path.Combine(gateway.Data.Rules, "somebody-came.yaml")));
    }

    [Fact]
    public async Task A_rule_over_measurements_is_backtested_from_the_time_series_server_or_says_that_there_is_none()
    {
        const string full = """
            rules:
              - id: full
                on: bin
                when: value.fill > 0.8
                for: 1m
                title: {zh: 满, en: Full}
            """;
        using var folder = new TemporaryFolder();
        var port = Server.FreePort();
        using var influx = await TestServers.InfluxDbAsync(folder, port);
        var target = new InfluxTarget(
            new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}/")), InfluxDialect.V1, "estate");
        using var handler = new SocketsHttpHandler { UseProxy = false };
        using var writer = new InfluxWriter(target, handler, TimeProvider.System);
        await writer.PrepareAsync(default);
        var start = Instant.FromDateTimeOffset(TimeProvider.System.GetUtcNow()) - Duration.FromDays(2);
        await writer.WriteAsync(
            [.. Enumerable.Range(0, 60).Select(i => LineProtocol.Line(
                    new("bin", start + Duration.FromMinutes(i), [("station", "station-2"), ("category", "wet")],
                    [("fill", i is > 20 and < 30 ? 0.9 : 0.1)]), "test"))], default);
        await using var gateway = await RunningGateway.StartAsync(
            $"influx: {{ url: \"{target.Url}\", dialect: v1, database: estate }}", withBroker: false);

        var firing = Assert.Single((await BacktestAsync(gateway, full)).GetProperty("candidate").GetProperty("firings").EnumerateArray());

        Assert.Equal(
            ("bins/station-2", "category-wet", "0.9"),
            (firing.GetProperty("device").GetString(), firing.GetProperty("component").GetString(),
            firing.GetProperty("seen")[0].GetProperty("value").GetString()));
        Assert.Equal((start + Duration.FromMinutes(30)).ToString()[..19], firing.GetProperty("ended_at").GetString()![..19]);
        foreach (var time in new[] { "yesterday", "0001-01-01", "-9998-01-01", "2019-01-01", "9999-12-31" })
            Assert.Equal("bad_time", Reason(await BacktestAsync(gateway, full, time)));
        influx.Dispose();
        // The server is away: the same past as the gateway itself has kept it, and it says so.
        gateway.Services.GetRequiredService<Rollups>()
            .Add(new("bin", start + Duration.FromMinutes(25), [("station", "station-2"), ("category", "wet")], [("fill", 0.95)]));
        var local = await BacktestAsync(gateway, full);
        Assert.Equal(
            "0.95", Assert.Single(local.GetProperty("candidate").GetProperty("firings").EnumerateArray()).GetProperty("seen")[0]
            .GetProperty("value").GetString());
        Assert.Contains(target.Url.Authority, local.GetProperty("note").GetProperty("en").GetString(), StringComparison.Ordinal);
    }

    private static Task<JsonElement> BacktestAsync(RunningGateway gateway, string yaml, string? from = null) =>
        gateway.AskAsync(HttpMethod.Post, "/api/rules/backtest", "engineer", JsonSerializer.Serialize(new { yaml, from }));

    private static Task<JsonElement> SaveAsync(RunningGateway gateway, string yaml, int? version) =>
        gateway.AskAsync(HttpMethod.Put, "/api/rules/somebody-came", "engineer", JsonSerializer.Serialize(new { yaml, version }));

    private static async Task<(int, string?)> VersionAsync(RunningGateway gateway)
    {
        var rule = Assert.Single((await gateway.AskAsync(HttpMethod.Get, "/api/rules", "engineer")).GetProperty("rules").EnumerateArray());
        var versions = await gateway.AskAsync(HttpMethod.Get, "/api/rules/somebody-came/versions", "engineer");
        return (rule.GetProperty("version").GetInt32(), versions[0].GetProperty("by").GetString());
    }

    private static string? Result(JsonElement answer) => answer.GetProperty("result").GetString();

    private static string? Reason(JsonElement answer) => answer.GetProperty("reason").GetString();

    private static string? Said(JsonElement answer) => answer.GetProperty("text").GetProperty("en").GetString();
}
