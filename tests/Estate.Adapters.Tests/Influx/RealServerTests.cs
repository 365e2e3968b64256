using System.Text.Json;
using Estate.Adapters.Influx;
using Estate.Domain.Devices;
using Estate.TestKit;
using NodaTime;
using Xunit;

namespace Estate.Adapters.Tests.Influx;

/// <summary>Against a real InfluxDB 1.6 and a real VictoriaMetrics.</summary>
public sealed class RealServerTests : IDisposable
{
    private static readonly Instant At = Instant.FromUtc(2026, 3, 2, 0, 0);

    private readonly TemporaryFolder _folder = new();
    private readonly SocketsHttpHandler _handler = new() { UseProxy = false };
    private readonly int _port = Server.FreePort();

    public void Dispose()
    {
        _handler.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task InfluxDb_1_stores_good_lines_around_bad_ones_and_repetition_changes_nothing()
    {
        using var server = await TestServers.InfluxDbAsync(_folder, _port);
        using var writer = new InfluxWriter(Target(InfluxDialect.V1), _handler, TimeProvider.System);
        await writer.CreateDatabaseAsync(default);
        var lines = Lines(100).ToList();
        await writer.WriteAsync([lines[0]], default);
        lines.Insert(40, "bin,station=station-1 fill=\"a word\" 1772409600000000000");
        lines.Insert(70, "this is no line");
        for (var round = 0; round < 3; round++)
        {
            var report = await writer.WriteAsync(lines, default);
            Assert.Equal(2, report.Rejected.Count);
            Assert.Equal(100, report.Stored);
        }
        Assert.Equal(100, await InfluxCountAsync());
    }

    [Fact]
    public async Task InfluxDb_1_without_the_database_asks_for_a_person_and_loses_nothing()
    {
        using var server = await TestServers.InfluxDbAsync(_folder, _port);
        using var writer = new InfluxWriter(Target(InfluxDialect.V1), _handler, TimeProvider.System);
        var report = await writer.WriteAsync([.. Lines(10)], default);
        Assert.False(report.IsSettled);
        await writer.CreateDatabaseAsync(default);
        Assert.Equal(10, (await writer.WriteAsync([.. Lines(10)], default)).Stored);
    }

    [Fact]
    public async Task VictoriaMetrics_takes_the_second_generations_path()
    {
        using var server = await TestServers.VictoriaMetricsAsync(_folder, _port);
        using var writer = new InfluxWriter(Target(InfluxDialect.VictoriaMetrics), _handler, TimeProvider.System);
        Assert.Equal(100, (await writer.WriteAsync([.. Lines(100)], default)).Stored);
        using var http = new HttpClient(_handler, disposeHandler: false);
        // What was written becomes searchable a moment later; the flush is VictoriaMetrics' own.
        await http.GetAsync(new Uri($"http://127.0.0.1:{_port}/internal/force_flush"));
        var count = await Eventually.SeeAsync(
            async () =>
            {
                var exported = await http.GetStringAsync(new Uri($"http://127.0.0.1:{_port}/api/v1/export?match[]=bin_fill&start=2026-01-01T00:00:00Z"));
                return exported.Split('\n', StringSplitOptions.RemoveEmptyEntries).Sum(line => JsonDocument.Parse(line).RootElement.GetProperty("values").GetArrayLength());
            },
            found => found == 100);
        Assert.Equal(100, count);
    }

    private InfluxTarget Target(InfluxDialect dialect) => new(new Uri($"http://127.0.0.1:{_port}/"), dialect, "estate");

    private static IEnumerable<string> Lines(int count) => Enumerable.Range(0, count).Select(i => LineProtocol.Line(
        new Measurement("bin", At + Duration.FromSeconds(i), [("station", $"station-{i % 6}")], [("fill", i / 100.0)]), "s1"));

    private async Task<int> InfluxCountAsync()
    {
        using var http = new HttpClient(_handler, disposeHandler: false);
        var answer = await http.GetStringAsync(new Uri($"http://127.0.0.1:{_port}/query?db=estate&q=SELECT%20count(fill)%20FROM%20bin"));
        return JsonDocument.Parse(answer).RootElement.GetProperty("results")[0].GetProperty("series")[0].GetProperty("values")[0][1].GetInt32();
    }
}
