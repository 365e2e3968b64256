using Estate.Adapters.Influx;
using Estate.Domain.Devices;
using Estate.TestKit;
using NodaTime;
using Xunit;

namespace Estate.Adapters.Tests.Influx;

/// <summary>The table in docs/time-series.md: what each server makes of what is unusual, and what comes back.</summary>
public sealed class WhatServersKeepTests : IDisposable
{
    private static readonly Instant At = Instant.FromUtc(2026, 3, 2, 12, 0);
    private static readonly SeriesSchema Socket = new("socket", ["socket"], ["power_w"]);

    private readonly TemporaryFolder _folder = new();
    private readonly SocketsHttpHandler _handler = new() { UseProxy = false };
    private readonly int _port = Server.FreePort();

    public void Dispose()
    {
        _handler.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData(InfluxDialect.V1)]
    [InlineData(InfluxDialect.VictoriaMetrics)]
    public async Task What_comes_late_is_read_in_its_place(InfluxDialect dialect)
    {
        using var server = await StartAsync(dialect);
        Instant[] times = [At, At - Duration.FromDays(20), At - Duration.FromMilliseconds(1), At - Duration.FromHours(1)];
        await WriteAsync(dialect, [.. times.Select((at, i) => Of(at, i))]);
        Assert.Equal(times.Order(), (await ReadAsync(dialect, 4)).Select(point => point.At));
    }

    [Theory]
    [InlineData(InfluxDialect.V2)]
    [InlineData(InfluxDialect.V3)]
    public async Task Late_and_future_points_are_sent_like_any_other(InfluxDialect dialect)
    {
        using var server = new ScriptedHttp(new ScriptedAnswer(204));
        using var writer = new InfluxWriter(
            SeriesServers.Open(new(server.Url, dialect, "estate", "o", "t"), TimeProvider.System), TimeProvider.System, attempts: 1);
        var lines = new[] { At - Duration.FromDays(400), At + Duration.FromDays(40) }
            .Select(at => LineProtocol.Line(Of(at, 1), "s")).ToList();
        Assert.Equal(2, (await writer.WriteAsync(lines, default)).Stored);
        Assert.Equal(string.Join('\n', lines), Assert.Single(server.Received).Body);
    }

    [Fact]
    public async Task InfluxDb_1_keeps_any_future()
    {
        using var server = await StartAsync(InfluxDialect.V1);
        var now = Instant.FromDateTimeOffset(TimeProvider.System.GetUtcNow());
        await WriteAsync(InfluxDialect.V1, Of(now + Duration.FromDays(40), 1));
        using var reader = new InfluxReader(Target(InfluxDialect.V1), _handler, "s");
        Assert.Single(await reader.ReadAsync(Socket, now, now + Duration.FromDays(41), default).ToListAsync());
    }

    [Fact]
    public async Task A_field_of_another_type_is_refused_by_InfluxDb_1_alone_and_no_other_line_with_it()
    {
        using var server = await StartAsync(InfluxDialect.V1);
        var report = await WriteAsync(
            InfluxDialect.V1, Of(At, 0.5), Of(At + Duration.FromSeconds(1), 7), Of(At + Duration.FromSeconds(2), 1.5));
        Assert.Equal("socket,site=s,socket=1 power_w=7i 1772452801000000000", Assert.Single(report.Rejected));
        Assert.Equal([0.5, 1.5], (await ReadAsync(InfluxDialect.V1, 2)).Select(point => point.Fields[0].Value.Number));
    }

    [Fact]
    public async Task VictoriaMetrics_keeps_numbers_of_either_type()
    {
        using var server = await StartAsync(InfluxDialect.VictoriaMetrics);
        var report = await WriteAsync(InfluxDialect.VictoriaMetrics, Of(At, 0.5), Of(At + Duration.FromSeconds(1), 7));
        Assert.Empty(report.Rejected);
        Assert.Equal([0.5, 7], (await ReadAsync(InfluxDialect.VictoriaMetrics, 2)).Select(point => point.Fields[0].Value.Number));
    }

    /// <summary>It says 204: only comparing with the journal shows what is not there.</summary>
    [Fact]
    public async Task VictoriaMetrics_passes_over_a_bad_line_in_silence()
    {
        using var server = await StartAsync(InfluxDialect.VictoriaMetrics);
        using var writer = new InfluxWriter(Target(InfluxDialect.VictoriaMetrics), _handler, TimeProvider.System);
        var report = await writer.WriteAsync(
            [LineProtocol.Line(Of(At, 1), "s"), "this is no line", LineProtocol.Line(Of(At + Duration.FromSeconds(1), 2), "s")], default);
        Assert.Equal((3, 0), (report.Stored, report.Rejected.Count));
        Assert.Equal(2, (await ReadAsync(InfluxDialect.VictoriaMetrics, 2)).Count);
    }

    [Theory]
    [InlineData(InfluxDialect.V1)]
    [InlineData(InfluxDialect.VictoriaMetrics)]
    public async Task Two_points_of_one_millisecond_come_back_as_two_however_often_they_are_sent(InfluxDialect dialect)
    {
        using var server = await StartAsync(dialect);
        var buffer = new TelemetryBuffer(new SpillFolder(_folder.File("spill"), 1_000_000), "s", 10, dialect);
        foreach (var watts in new[] { 1.5, 2.5, 1.5 })
            buffer.Add(Of(At, watts));
        var lines = buffer.Dequeue(3);
        using var writer = new InfluxWriter(Target(dialect), _handler, TimeProvider.System);
        await writer.PrepareAsync(default);
        for (var again = 0; again < 3; again++)
            Assert.Equal(3, (await writer.WriteAsync(lines, default)).Stored);
        var read = await ReadAsync(dialect, 3);
        Assert.Equal([1.5, 1.5, 2.5], read.Select(point => Assert.Single(point.Fields).Value.Number).Order());
        Assert.All(read, point => Assert.Equal(At.ToUnixTimeMilliseconds(), point.At.ToUnixTimeMilliseconds()));
    }

    [Theory]
    [InlineData(InfluxDialect.V1)]
    [InlineData(InfluxDialect.VictoriaMetrics)]
    public async Task Every_value_comes_back_as_it_was(InfluxDialect dialect)
    {
        using var server = await StartAsync(dialect);
        var random = new Random(7);
        FieldValue[] values = [0.1 + 0.2, 1.0 / 3, -2.0 / 3, 4.97, 1e-6, int.MaxValue, .. Enumerable.Range(0, 3_000)
            .Select(i => (FieldValue)((random.NextDouble() - 0.5) * Math.Pow(10, i % 12)))];
        await WriteAsync(dialect, [.. values.Select((value, i) => Of(At + Duration.FromSeconds(i), value.Number))]);
        var read = await ReadAsync(dialect, values.Length);
        Assert.Equal(values.Select(value => value.Number), read.Select(point => point.Fields[0].Value.Number));
    }

    private Task<Server> StartAsync(InfluxDialect dialect) => dialect == InfluxDialect.V1 ? TestServers.InfluxDbAsync(_folder, _port)
        : TestServers.VictoriaMetricsAsync(_folder, _port);

    private InfluxTarget Target(InfluxDialect dialect) => new(new Uri($"http://127.0.0.1:{_port}/"), dialect, "estate");

    private static Measurement Of(Instant at, FieldValue watts) => new("socket", at, [("socket", "1")], [("power_w", watts)]);

    private async Task<WriteReport> WriteAsync(InfluxDialect dialect, params Measurement[] points)
    {
        using var writer = new InfluxWriter(Target(dialect), _handler, TimeProvider.System);
        await writer.PrepareAsync(default);
        return await writer.WriteAsync([.. points.Select(point => LineProtocol.Line(point, "s"))], default);
    }

    /// <summary>A server may take its time until what it has taken is found.</summary>
    private async Task<List<Measurement>> ReadAsync(InfluxDialect dialect, int count)
    {
        using var reader = new InfluxReader(Target(dialect), _handler, "s");
        return await Eventually.UntilAsync(
            async () => await reader.ReadAsync(Socket, At - Duration.FromDays(30), At + Duration.FromDays(1), default).ToListAsync(),
            found => found.Count == count);
    }
}
