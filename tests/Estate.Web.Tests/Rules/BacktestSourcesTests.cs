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

/// <summary>The past is the same wherever it is kept: one recorded day, one rule, the same firings.</summary>
public sealed class BacktestSourcesTests : IDisposable
{
    private const int Minutes = 24 * 60;

    /// <summary>0.1 + 0.2 is the border itself, wherever it has been.</summary>
    private const string Rule = """
        rules:
          - id: full
            on: bin
            when: value.fill > 0.3
            clear: value.fill < 0.3
            for: 2m
            title: {zh: 满, en: Full}
        """;

    private readonly TemporaryFolder _folder = new();
    private readonly SocketsHttpHandler _handler = new() { UseProxy = false };
    private readonly Instant _start = Instant.FromUnixTimeSeconds(
        (TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() / 3_600 * 3_600) - (30 * 3_600));

    public void Dispose()
    {
        _handler.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_recorded_day_fires_alike_from_InfluxDb_VictoriaMetrics_and_the_gateways_own_means()
    {
        var (v1, vm) = (Server.FreePort(), Server.FreePort());
        using var influx = await TestServers.InfluxDbAsync(_folder, v1);
        using var victoria = await TestServers.VictoriaMetricsAsync(_folder, vm);
        await RecordAsync(Target(v1, InfluxDialect.V1));
        await RecordAsync(Target(vm, InfluxDialect.VictoriaMetrics));

        var own = await FiringsAsync("");
        var first = await FiringsAsync($"influx: {{ url: \"http://127.0.0.1:{v1}/\", dialect: v1, database: estate }}");
        var second = await FiringsAsync($"influx: {{ url: \"http://127.0.0.1:{vm}/\", dialect: victoria_metrics, database: estate }}");

        Assert.True(own.Count > 10, $"{own.Count} firings show nothing");
        Assert.Equal(own, first);
        Assert.Equal(own, second);
    }

    /// <summary>A value a minute: means of it are what was measured.</summary>
    private IEnumerable<Measurement> Measured()
    {
        var random = new Random(7);
        double[] values = [0.1 + 0.2, 0.3, 0.1 + 0.2 + 1e-6, 0.25, 1.0 / 3];
        for (var (minute, left, value) = (0, 0, 0.0); minute < Minutes; minute++, left--)
        {
            if (left <= 0)
                (left, value) = (random.Next(1, 12), values[random.Next(values.Length)]);
            yield return new(
                "bin", _start + Duration.FromMinutes(minute), [("station", "station-2"), ("category", "wet")], [("fill", value)]);
        }
    }

    /// <summary>Twice, as after an answer that was lost.</summary>
    private async Task RecordAsync(InfluxTarget target)
    {
        var buffer = new TelemetryBuffer(new SpillFolder(_folder.File("spill"), 1_000_000), "test", Minutes, target.Dialect);
        foreach (var point in Measured())
            buffer.Add(point);
        using var writer = new InfluxWriter(target, _handler, TimeProvider.System);
        await writer.PrepareAsync(default);
        var lines = buffer.Dequeue(Minutes);
        for (var again = 0; again < 2; again++)
            Assert.Equal(Minutes, (await writer.WriteAsync(lines, default)).Stored);
        using var reader = new InfluxReader(target, _handler, "test");
        await Eventually.UntilAsync(
            async () => await reader.ReadAsync(new("bin", [], ["fill"]), _start, _start + Duration.FromDays(1), default).CountAsync(),
            count => count == Minutes);
    }

    /// <summary>Of whom, from when until when, and what was seen.</summary>
    private async Task<List<string>> FiringsAsync(string influx)
    {
        await using var gateway = await RunningGateway.StartAsync(influx, withBroker: false);
        if (influx.Length == 0)
            foreach (var point in Measured())
                gateway.Services.GetRequiredService<Rollups>().Add(point);
        var report = await gateway.AskAsync(
            HttpMethod.Post, "/api/rules/backtest", "engineer", JsonSerializer.Serialize(new { yaml = Rule, from = Text(_start) }));
        Assert.Equal(influx.Length == 0, report.TryGetProperty("note", out var note) && note.ValueKind == JsonValueKind.Object);
        return [.. report.GetProperty("candidate").GetProperty("firings").EnumerateArray().Select(firing => firing.GetRawText())];
    }

    private static string Text(Instant at) => at.ToString("uuuu-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static InfluxTarget Target(int port, InfluxDialect dialect) =>
        new(new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}/")), dialect, "estate");
}
