using System.Net;
using Estate.Adapters.Influx;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Estate.Adapters.Tests.Influx;

/// <summary>Against a scripted server: every answer each generation is known to give.</summary>
public sealed class InfluxWriterTests
{
    private static readonly string[] Lines = [.. Enumerable.Range(0, 16).Select(i => $"bin fill={i} {i}")];

    [Theory]
    [InlineData(InfluxDialect.V1, "write?db=estate&precision=n", "Basic dA==")]
    [InlineData(InfluxDialect.V2, "api/v2/write?org=o&bucket=estate&precision=ns", "Token t")]
    [InlineData(InfluxDialect.V3, "api/v3/write_lp?db=estate&precision=nanosecond", "Bearer t")]
    [InlineData(InfluxDialect.VictoriaMetrics, "api/v2/write?org=o&bucket=estate&precision=ns", "Token t")]
    public async Task Each_server_generation_has_its_path_precision_and_authorization(
        InfluxDialect dialect, string path, string authorization)
    {
        using var server = new ScriptedInflux(_ => HttpStatusCode.NoContent);
        using var writer = new InfluxWriter(Target(dialect), server, TimeProvider.System, attempts: 1);
        Assert.Equal(16, (await writer.WriteAsync(Lines, default)).Stored);
        Assert.Equal(($"http://influx/{path}", authorization), server.Requests.Select(one => (one.Uri, one.Authorization)).Single());
    }

    [Fact]
    public void A_bucket_of_the_same_name_in_another_organisation_is_a_different_server()
    {
        Assert.Equal("http://influx/ north/estate", (Target(InfluxDialect.V2) with { Organisation = "north" }).Server);
        Assert.NotEqual((Target(InfluxDialect.V2) with { Organisation = "north" }).Server, Target(InfluxDialect.V2).Server);
        // The others know none.
        foreach (var dialect in new[] { InfluxDialect.V1, InfluxDialect.V3, InfluxDialect.VictoriaMetrics })
            Assert.Equal("http://influx/ estate", Target(dialect).Server);
    }

    [Fact]
    public async Task Bad_lines_are_found_by_halving_and_every_good_line_is_stored() =>
        await Task.WhenAll(Enumerable.Range(1, 40).Select(async seed =>
        {
            var bad = Lines.Where(_ => new Random(seed).Next(2) == 0 || seed % 16 == Array.IndexOf(Lines, _)).Take(seed % 5).ToHashSet();
            using var server = new ScriptedInflux(lines => lines.Any(bad.Contains) ? HttpStatusCode.BadRequest : HttpStatusCode.NoContent);
            using var writer = new InfluxWriter(Target(), server, TimeProvider.System, attempts: 1);
            var report = await writer.WriteAsync(Lines, default);
            Assert.Equal(bad, report.Rejected.ToHashSet());
            Assert.Equal(Lines.Where(line => !bad.Contains(line)), server.Stored);
            Assert.Equal(Lines.Length - bad.Count, report.Stored);
            // k bad lines of n cost at most about 2 k log2(n) + 1 requests.
            Assert.True(
                server.Requests.Count <= (2 * bad.Count * 4) + 1 + bad.Count,
                $"{server.Requests.Count} requests for {bad.Count} bad lines");
        }));

    [Theory]
    [InlineData(HttpStatusCode.Unauthorized)]
    [InlineData(HttpStatusCode.Forbidden)]
    [InlineData(HttpStatusCode.NotFound)]
    public async Task Lines_are_kept_when_a_person_must_fix_the_server(HttpStatusCode code)
    {
        using var server = new ScriptedInflux(_ => code);
        using var writer = new InfluxWriter(Target(), server, TimeProvider.System, attempts: 3);
        var report = await writer.WriteAsync(Lines, default);
        Assert.False(report.IsSettled);
        Assert.Contains(((int)code).ToString(System.Globalization.CultureInfo.InvariantCulture), report.Problem, StringComparison.Ordinal);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task A_failing_server_gets_identical_bytes_on_retry()
    {
        var answers = new Queue<HttpStatusCode>(
            [HttpStatusCode.InternalServerError, HttpStatusCode.ServiceUnavailable, HttpStatusCode.NoContent]);
        using var server = new ScriptedInflux(_ => answers.Dequeue());
        using var writer = new InfluxWriter(Target(), server, TimeProvider.System);
        Assert.True((await writer.WriteAsync(Lines, default)).IsSettled);
        Assert.Single(server.Requests.Select(one => one.Body).Distinct());
        Assert.Equal(3, server.Requests.Count);
    }

    [Fact]
    public async Task Retry_After_is_honoured()
    {
        var answers = new Queue<HttpStatusCode>([HttpStatusCode.TooManyRequests, HttpStatusCode.NoContent]);
        using var server = new ScriptedInflux(_ => answers.Dequeue()) { RetryAfter = TimeSpan.FromSeconds(1) };
        using var writer = new InfluxWriter(Target(), server, TimeProvider.System);
        await writer.WriteAsync(Lines, default);
        var gap = TimeProvider.System.GetElapsedTime(server.Requests[0].Timestamp, server.Requests[1].Timestamp);
        Assert.True(gap >= TimeSpan.FromMilliseconds(950), $"asked again after {gap}");
    }

    [Fact]
    public async Task An_excessive_Retry_After_is_capped()
    {
        using var server = new ScriptedInflux(_ => HttpStatusCode.ServiceUnavailable) { RetryAfter = TimeSpan.FromSeconds(99_999_999) };
        using var writer = new InfluxWriter(Target(), server, TimeProvider.System);
        using var impatient = new CancellationTokenSource(TimeSpan.FromSeconds(1));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => writer.WriteAsync(Lines, impatient.Token));
    }

    [Fact]
    public async Task Lines_are_returned_when_the_server_is_dead()
    {
        using var server = new ScriptedInflux(_ => throw new HttpRequestException("connection refused"));
        using var writer = new InfluxWriter(Target(), server, TimeProvider.System, attempts: 2);
        var report = await writer.WriteAsync(Lines, default);
        Assert.Equal((false, 0, 2), (report.IsSettled, report.Stored, server.Requests.Count));
    }

    [Fact]
    public async Task Lines_are_returned_when_the_server_is_too_slow()
    {
        // As HttpClient's own patience ends.
        using var server = new ScriptedInflux(_ =>
            throw new TaskCanceledException("The request was canceled due to the configured HttpClient.Timeout"));
        using var writer = new InfluxWriter(Target(), server, TimeProvider.System, attempts: 2);
        var report = await writer.WriteAsync(Lines, default);
        Assert.Equal((false, false, 2), (report.IsSettled, report.NeedsPerson, server.Requests.Count));
    }

    [Fact]
    public void No_line_is_lost_under_any_mix_of_answers() =>
        Prop.ForAll(Gen.ArrayOf(Gen.Elements(204, 400, 422, 413, 429, 500, 503, 0)).ToArbitrary(), script =>
        {
            var answers = new Queue<int>(script);
            using var server = new ScriptedInflux(lines => !answers.TryDequeue(out var next) ? HttpStatusCode.NoContent
                : next == 0 ? throw new HttpRequestException("time-out")
                : lines.Length == 1 && next is 400 or 422 or 413 ? HttpStatusCode.NoContent : (HttpStatusCode)next);
            using var writer = new InfluxWriter(Target(), server, TimeProvider.System, attempts: 1);
            var tries = 0;
            WriteReport report;
            do
                report = writer.WriteAsync(Lines, default).GetAwaiter().GetResult();
            while (!report.IsSettled && ++tries < 100);
            // Bisected down to one line nothing is bad in this script, so all must be there.
            return Lines.All(server.Stored.Contains);
        }).QuickCheckThrowOnFailure();

    private static InfluxTarget Target(InfluxDialect dialect = InfluxDialect.V2) =>
        new(new Uri("http://influx/"), dialect, "estate", "o", "t");
}
