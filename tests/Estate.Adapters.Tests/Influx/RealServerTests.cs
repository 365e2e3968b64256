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
        await writer.PrepareAsync(default);
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

    [Theory]
    [InlineData(InfluxDialect.V1)]
    [InlineData(InfluxDialect.VictoriaMetrics)]
    public async Task What_was_written_is_read_back_in_order_by_the_day(InfluxDialect dialect)
    {
        using var server = dialect == InfluxDialect.V1 ? await TestServers.InfluxDbAsync(_folder, _port)
            : await TestServers.VictoriaMetricsAsync(_folder, _port);
        using var writer = new InfluxWriter(Target(dialect), _handler, TimeProvider.System);
        await writer.PrepareAsync(default);
        var points = Enumerable.Range(0, 12_000).Select(i => new Measurement(
                "bin", At + Duration.FromSeconds(20 * (i / 2)), [("category", i % 2 == 0 ? "wet" : "other, dry"), ("station", "station 1")],
                i % 3 == 0 ? [("fill", i * 0.25)] : [("fill", i * 0.25), ("full", i)])).ToList();
        await writer.WriteAsync(
            [.. points.Select(point => LineProtocol.Line(point, "site")),
            LineProtocol.Line(points[0] with { At = At + Duration.FromSeconds(1) }, "another")], default);
        using var reader = new InfluxReader(Target(dialect), _handler, "site");
        var series = new SeriesSchema("bin", ["station", "category"], ["fill", "full"]);
        var (from, until) = (At + Duration.FromSeconds(20), At + Duration.FromSeconds(20 * 5_990));

        // A server may take its time until what it has taken is found.
        var read = await Eventually.UntilAsync(async () => await reader.ReadAsync(series, from, until, default).ToListAsync(), found =>
            found.Count == 5_989 * 2);

        Assert.True(read.Zip(read.Skip(1)).All(pair => pair.First.At <= pair.Second.At));
        Assert.Equal(
            points[2..11_980].Select(Text).Order(StringComparer.Ordinal),
            read.Select(Text).Order(StringComparer.Ordinal));

        static string Text(Measurement point) => $"{point.At} "
            + $"{string.Join(',', point.Tags.OrderBy(tag => tag.Key, StringComparer.Ordinal))} "
            + $"{string.Join(',', point.Fields.Select(field => (field.Key, field.Value.Number)))}";
    }

    [Fact]
    public async Task A_server_that_cannot_be_read_is_reported_with_the_reason()
    {
        using var gone = new InfluxReader(Target(InfluxDialect.V1), _handler, "site");
        var silence = await Assert.ThrowsAsync<IOException>(async () =>
            await gone.ReadAsync(new("bin", [], ["fill"]), At, At + Duration.FromDays(1), default).ToListAsync());
        Assert.Contains($"127.0.0.1:{_port}", silence.Message, StringComparison.Ordinal);
        using var server = await TestServers.InfluxDbAsync(_folder, _port);
        var refusal = await Assert.ThrowsAsync<IOException>(async () =>
            await gone.ReadAsync(new("bin", [], ["fill"]), At, At + Duration.FromDays(1), default).ToListAsync());
        Assert.Contains("database not found", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(InfluxDialect.V1)]
    [InlineData(InfluxDialect.VictoriaMetrics)]
    public async Task Deleting_a_tag_deletes_nothing_else(InfluxDialect dialect)
    {
        using var server = dialect == InfluxDialect.V1 ? await TestServers.InfluxDbAsync(_folder, _port)
            : await TestServers.VictoriaMetricsAsync(_folder, _port);
        using var writer = new InfluxWriter(Target(dialect), _handler, TimeProvider.System);
        if (dialect == InfluxDialect.V1)
            await writer.PrepareAsync(default);
        Measurement Of(params (string, string)[] tags) => new("bin", At, [.. tags], [("fill", 0.5)]);
        await writer.WriteAsync(
            [LineProtocol.Line(Of(("station", "a")), "site"), LineProtocol.Line(Of(("station", "a"), ("household", "7-2-301")), "site"),
            LineProtocol.Line(Of(("household", "h")), "another")], default);
        using var reader = new InfluxReader(Target(dialect), _handler, "site");
        using var others = new InfluxReader(Target(dialect), _handler, "another");
        var series = new SeriesSchema("bin", ["station", "household"], ["fill"]);
        await Eventually.UntilAsync(async () => await AllOf(reader), found => found.Count == 2);
        await reader.ForgetAsync("household", default);
        var left = await Eventually.UntilAsync(async () => await AllOf(reader), found => found.Count == 1);
        Assert.Equal([("station", "a")], left[0].Tags);
        Assert.Single(await AllOf(others));

        ValueTask<List<Measurement>> AllOf(InfluxReader of) => of.ReadAsync(series, At, At + Duration.FromHours(1), default).ToListAsync();
    }

    [Fact]
    public async Task InfluxDb_1_drops_points_past_retention_without_rejecting_lines()
    {
        using var server = await TestServers.InfluxDbAsync(_folder, _port);
        using var writer = new InfluxWriter(Target(InfluxDialect.V1), _handler, TimeProvider.System);
        await writer.PrepareAsync(default);
        var shorter = Uri.EscapeDataString("ALTER RETENTION POLICY autogen ON estate DURATION 24h SHARD DURATION 1h");
        using (var http = new HttpClient(_handler, disposeHandler: false))
            (await http.PostAsync(new Uri($"http://127.0.0.1:{_port}/query?q={shorter}"), null)).EnsureSuccessStatusCode();
        var now = Instant.FromDateTimeOffset(TimeProvider.System.GetUtcNow());
        var report = await writer.WriteAsync(
            [.. new[] { now - Duration.FromDays(40), now }.Select(at =>
                LineProtocol.Line(new Measurement("bin", at, [("station", "a")], [("fill", 0.5)]), "site"))], default);
        Assert.Equal((2, 0, true), (report.Stored, report.Rejected.Count, report.IsSettled));
        Assert.Equal(1, await InfluxCountAsync());
    }

    [Fact]
    public async Task A_missing_InfluxDb_1_database_needs_a_person_and_loses_nothing()
    {
        using var server = await TestServers.InfluxDbAsync(_folder, _port);
        using var writer = new InfluxWriter(Target(InfluxDialect.V1), _handler, TimeProvider.System);
        var report = await writer.WriteAsync([.. Lines(10)], default);
        Assert.False(report.IsSettled);
        await writer.PrepareAsync(default);
        Assert.Equal(10, (await writer.WriteAsync([.. Lines(10)], default)).Stored);
    }

    [Fact]
    public async Task VictoriaMetrics_accepts_the_InfluxDb_2_path()
    {
        using var server = await TestServers.VictoriaMetricsAsync(_folder, _port);
        using var writer = new InfluxWriter(Target(InfluxDialect.VictoriaMetrics), _handler, TimeProvider.System);
        Assert.Equal(100, (await writer.WriteAsync([.. Lines(100)], default)).Stored);
        using var http = new HttpClient(_handler, disposeHandler: false);
        // What was written becomes searchable a moment later; the flush is VictoriaMetrics' own.
        await http.GetAsync(new Uri($"http://127.0.0.1:{_port}/internal/force_flush"));
        var count = await Eventually.UntilAsync(
            async () =>
            {
                var exported = await http.GetStringAsync(
                    new Uri($"http://127.0.0.1:{_port}/api/v1/export?match[]=bin_fill&start=2026-01-01T00:00:00Z"));
                return exported.Split('\n', StringSplitOptions.RemoveEmptyEntries)
                    .Sum(line => JsonDocument.Parse(line).RootElement.GetProperty("values").GetArrayLength());
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
        return JsonDocument.Parse(answer).RootElement.GetProperty("results")[0].GetProperty("series")[0].GetProperty("values")[0][1]
            .GetInt32();
    }
}
