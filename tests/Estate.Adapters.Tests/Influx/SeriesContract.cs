using System.Net;
using Estate.Adapters.Influx;
using Estate.Domain.Devices;
using Estate.TestKit;
using NodaTime;
using Xunit;

namespace Estate.Adapters.Tests.Influx;

/// <summary>What every set's way to a time-series server does, against scripted and real servers.</summary>
public abstract class SeriesContract : IDisposable
{
    private static readonly Instant At = Instant.FromUtc(2026, 3, 2, 0, 0);

    private readonly TemporaryFolder _folder = new();
    private readonly ScriptedAnswer _bad = new(400, "{\"code\":\"invalid\",\"message\":\"no\"}");

    protected abstract ILineSender Open(InfluxTarget target, TimeProvider time);

    /// <summary>What it speaks.</summary>
    protected virtual IReadOnlyList<InfluxDialect> Dialects => [InfluxDialect.V2];

    public void Dispose()
    {
        _folder.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Lines_are_sent_unchanged_with_bucket_precision_and_token()
    {
        using var server = new ScriptedHttp(new ScriptedAnswer(204));
        using var sender = Open(Target(server.Url), TimeProvider.System);
        Assert.Equal(
            new LineAnswer(HttpStatusCode.NoContent), await sender.SendAsync(["bin,station=中文 fill=0.5 1", "bin fill=3i 2"], default));
        var heard = Assert.Single(server.Received);
        Assert.Equal(
            ("/api/v2/write", "bin,station=中文 fill=0.5 1\nbin fill=3i 2", "Token t"),
            (heard.Path, heard.Body, heard.Headers["Authorization"]));
        Assert.Equal(["bucket=estate", "org=o", "precision=ns"], heard.Query.TrimStart('?').Split('&').Order());
    }

    [Theory]
    [InlineData(400, null)]
    [InlineData(401, null)]
    [InlineData(404, null)]
    [InlineData(413, null)]
    [InlineData(422, null)]
    [InlineData(429, 7)]
    [InlineData(500, null)]
    [InlineData(503, 2)]
    public async Task Every_answer_is_returned_after_one_attempt(int status, int? retryAfter)
    {
        using var server = new ScriptedHttp(
            new ScriptedAnswer(
                status, "{\"code\":\"invalid\",\"message\":\"no\"}",
                retryAfter?.ToString(System.Globalization.CultureInfo.InvariantCulture)));
        using var sender = Open(Target(server.Url), TimeProvider.System);
        var answer = await sender.SendAsync(["bin fill=1 1"], default);
        Assert.Equal(
            ((HttpStatusCode?)status, retryAfter is { } seconds ? TimeSpan.FromSeconds(seconds) : null),
            (answer.Status, answer.RetryAfter));
        Assert.Single(server.Received);
    }

    [Theory]
    [InlineData(200)]
    [InlineData(201)]
    [InlineData(302)]
    public async Task An_HTML_page_instead_of_an_answer_counts_as_not_stored(int status)
    {
        foreach (var dialect in Dialects)
        {
            using var server = new ScriptedHttp(
                new ScriptedAnswer(status, "<!DOCTYPE html><html><body>Please log in</body></html>"), new ScriptedAnswer(204));
            var target = Target(server.Url) with { Dialect = dialect };
            using var writer = new InfluxWriter(Open(target, TimeProvider.System), TimeProvider.System, attempts: 1);
            var report = await writer.WriteAsync(["bin fill=1 1"], default);
            Assert.Equal((0, false), (report.Stored, report.IsSettled));
            Assert.Contains($"answered {status}", report.Problem, StringComparison.Ordinal);
            Assert.Contains("influx.url", report.Problem, StringComparison.Ordinal);
            Assert.Equal(1, (await writer.WriteAsync(["bin fill=1 1"], default)).Stored);
        }
    }

    [Theory]
    [InlineData("DATE", 58, 62)]
    [InlineData("PAST", -70, 0)]
    [InlineData("7", 7, 7)]
    [InlineData("1.5", null, null)]
    [InlineData("soon", null, null)]
    [InlineData("99999999999999999999", null, null)]
    [InlineData("-3", null, null)]
    public async Task Any_Retry_After_is_understood_or_ignored(string said, int? least, int? most)
    {
        var text = said switch
        {
            "DATE" => TimeProvider.System.GetUtcNow().AddSeconds(60).ToString("R", System.Globalization.CultureInfo.InvariantCulture),
            "PAST" => TimeProvider.System.GetUtcNow().AddSeconds(-60).ToString("R", System.Globalization.CultureInfo.InvariantCulture),
            _ => said,
        };
        foreach (var dialect in Dialects)
        {
            using var server = new ScriptedHttp(new ScriptedAnswer(503, "{\"code\":\"unavailable\",\"message\":\"no\"}", text));
            using var sender = Open(Target(server.Url) with { Dialect = dialect }, TimeProvider.System);
            var answer = await sender.SendAsync(["bin fill=1 1"], default);
            Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.Status);
            Assert.Equal(least is null, answer.RetryAfter is null);
            if (answer.RetryAfter is { } wait)
                Assert.InRange(wait.TotalSeconds, least!.Value, most!.Value);
        }
    }

    [Theory]
    [InlineData(400, "{\"error\":\"partial write: points beyond retention policy dropped=1\"}", true)]
    [InlineData(422, "{\"code\":\"unprocessable entity\",\"message\":\"failure writing points to database: partial write: dropped 1 "
        + "points outside retention policy of duration 24h0m0s\"}", true)]
    [InlineData(422, "{\"code\":\"unprocessable entity\",\"message\":\"failure writing points to database: partial write: field type "
        + "conflict: input field v is type float, already exists as type integer dropped=1\"}", false)]
    public async Task A_point_dropped_by_server_retention_is_not_a_rejected_line(int status, string body, bool isSettled)
    {
        using var server = new ScriptedHttp(new ScriptedAnswer(status, body));
        using var writer = new InfluxWriter(Open(Target(server.Url), TimeProvider.System), TimeProvider.System, attempts: 1);
        var report = await writer.WriteAsync(["bin fill=1 1"], default);
        Assert.Equal((isSettled ? 1 : 0, isSettled ? 0 : 1), (report.Stored, report.Rejected.Count));
        Assert.Single(server.Received);
    }

    [Fact]
    public async Task A_refusal_from_something_else_has_a_reason_too()
    {
        using var server = new ScriptedHttp(new ScriptedAnswer(400, "Client sent an HTTP request to an HTTPS server."));
        using var sender = Open(Target(server.Url), TimeProvider.System);
        var answer = await sender.SendAsync(["bin fill=1 1"], default);
        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Contains("https", answer.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_endless_answer_is_cut_off_and_counts_as_not_stored()
    {
        using var server = new EndlessServer("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n", new string('.', 1 << 20));
        using var sender = Open(Target(server.Url), TimeProvider.System);
        var answer = await sender.SendAsync(["bin fill=1 1"], default);
        Assert.Null(answer.Status);
        Assert.NotEmpty(answer.Problem!);
        Assert.InRange(await server.SentAsync(), 1, 200_000_000);
    }

    [Fact]
    public async Task An_unreachable_server_has_a_reason_and_no_status()
    {
        using var sender = Open(Target(new Uri($"http://127.0.0.1:{Server.FreePort()}/")), TimeProvider.System);
        var answer = await sender.SendAsync(["bin fill=1 1"], default);
        Assert.Null(answer.Status);
        Assert.Contains("refused", answer.Problem, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Cancellation_is_not_reported_as_a_server_failure()
    {
        using var silent = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        using var sender = Open(Target(new Uri($"http://{silent.LocalEndpoint}/")), TimeProvider.System);
        using var stop = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sender.SendAsync(["bin fill=1 1"], stop.Token));
    }

    [Fact]
    public async Task Bad_lines_are_found_by_halving()
    {
        using var server = new ScriptedHttp(_bad, new ScriptedAnswer(204), _bad, _bad, new ScriptedAnswer(204));
        using var writer = new InfluxWriter(Open(Target(server.Url), TimeProvider.System), TimeProvider.System, attempts: 1);
        string[] lines = ["a v=1 1", "a v=2 2", "bad", "a v=4 4"];
        var report = await writer.WriteAsync(lines, default);
        Assert.Equal((3, true), (report.Stored, report.IsSettled));
        Assert.Equal(["bad"], report.Rejected);
        Assert.Equal(
            [string.Join('\n', lines), "a v=1 1\na v=2 2", "bad\na v=4 4", "bad", "a v=4 4"], server.Received.Select(one => one.Body));
    }

    [Theory]
    [InlineData(InfluxDialect.V1)]
    [InlineData(InfluxDialect.V2)]
    [InlineData(InfluxDialect.VictoriaMetrics)]
    public async Task A_real_server_holds_what_was_written(InfluxDialect dialect)
    {
        var port = Server.FreePort();
        using var server = dialect == InfluxDialect.V1 ? await TestServers.InfluxDbAsync(_folder, port)
            : await TestServers.VictoriaMetricsAsync(_folder, port);
        // VictoriaMetrics takes lines on the path of the second generation, too.
        var target = new InfluxTarget(
            new Uri($"http://127.0.0.1:{port}/"), dialect == InfluxDialect.V1 ? dialect : InfluxDialect.VictoriaMetrics, "estate");
        Assert.SkipWhen(dialect == InfluxDialect.V1 && this is ClientLineSenderTests, "the client speaks to the second generation only");
        using var writer = new InfluxWriter(Open(target with { Dialect = dialect }, TimeProvider.System), TimeProvider.System);
        if (dialect == InfluxDialect.V1)
            await writer.PrepareAsync(default);
        var points = Enumerable.Range(0, 300)
            .Select(i => new Measurement("bin", At + Duration.FromSeconds(i), [("station", "station 1")], [("fill", i * 0.25)])).ToList();
        Assert.Equal(300, (await writer.WriteAsync([.. points.Select(point => LineProtocol.Line(point, "site"))], default)).Stored);
        using var handler = new SocketsHttpHandler { UseProxy = false };
        using var reader = new InfluxReader(target, handler, "site");
        var read = await Eventually.UntilAsync(
            async () =>
                await reader.ReadAsync(new("bin", ["station"], ["fill"]), At, At + Duration.FromHours(1), default).ToListAsync(), found =>
                    found.Count == 300);
        Assert.Equal(points.Sum(point => point.Fields[0].Value.Number), read.Sum(point => point.Fields[0].Value.Number));
    }

    private static InfluxTarget Target(Uri url) => new(url, InfluxDialect.V2, "estate", "o", "t");
}
