using Estate.Adapters.Influx;
using Estate.Adapters.Storage;
using Estate.TestKit;
using NodaTime;
using Xunit;

namespace Estate.Adapters.Tests.Influx;

/// <summary>What a server takes and does not keep is asked of the server.</summary>
public sealed class ServerLimitsProbeTests : IDisposable
{
    private static readonly Duration Day = Duration.FromDays(1);

    private readonly TemporaryFolder _folder = new();
    private readonly SocketsHttpHandler _handler = new() { UseProxy = false };
    private readonly int _port = Server.FreePort();

    public void Dispose()
    {
        _handler.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData(new[] { "-loggerLevel=ERROR" }, 31, RepeatCount.Twice)]
    [InlineData(new[] { "-retentionPeriod=100y", "-dedup.minScrapeInterval=1ms" }, 36_500, RepeatCount.Once)]
    [InlineData(new[] { "-retentionPeriod=3", "-dedup.minScrapeInterval=30s" }, 93, RepeatCount.Twice)]
    public async Task VictoriaMetrics_says_how_it_was_started(string[] flags, int days, RepeatCount counts)
    {
        using var server = await TestServers.VictoriaMetricsAsync(_folder, _port, flags);
        Assert.Equal(new(Day * days, Day * 2, counts), await AskAsync(InfluxDialect.VictoriaMetrics));
    }

    [Fact]
    public async Task InfluxDb_1_says_what_its_policy_keeps()
    {
        using var server = await TestServers.InfluxDbAsync(_folder, _port);
        await Assert.ThrowsAsync<IOException>(() => AskAsync(InfluxDialect.V1));
        using var writer = new InfluxWriter(Target(InfluxDialect.V1), _handler, TimeProvider.System);
        await writer.PrepareAsync(default);
        Assert.Equal(ServerLimits.None, await AskAsync(InfluxDialect.V1));
        var shorter = Uri.EscapeDataString("ALTER RETENTION POLICY autogen ON estate DURATION 30d SHARD DURATION 1d");
        using (var http = new HttpClient(_handler, disposeHandler: false))
            (await http.PostAsync(new Uri($"http://127.0.0.1:{_port}/query?q={shorter}"), null)).EnsureSuccessStatusCode();
        Assert.Equal(new(Day * 30, null, RepeatCount.Once), await AskAsync(InfluxDialect.V1));
    }

    [Fact]
    public async Task InfluxDb_2_says_what_its_bucket_keeps()
    {
        await using var server = new ScriptedInflux2();
        var target = new InfluxTarget(server.Url, InfluxDialect.V2, "estate", "estate", "t");
        server.Buckets["estate"] = 7 * 86_400;
        Assert.Equal(new(Day * 7, null, RepeatCount.Once), await ServerLimitsProbe.AskAsync(target, _handler, default));
        server.Buckets["estate"] = 0;
        Assert.Equal(ServerLimits.None, await ServerLimitsProbe.AskAsync(target, _handler, default));
    }

    [Fact]
    public async Task InfluxDb_3_is_asked_nothing_about_what_it_keeps_and_cannot_delete()
    {
        using var server = new ScriptedHttp();
        var target = new InfluxTarget(server.Url, InfluxDialect.V3, "estate");
        Assert.Equal(ServerLimits.None, await ServerLimitsProbe.AskAsync(target, _handler, default));
        using var reader = new InfluxReader(target, _handler, "s1");
        var refused = await Assert.ThrowsAsync<IOException>(() => reader.DeleteAsync([FactLines.Schema], default));
        Assert.Contains("delete the database there, the gateway sends the journal again", refused.Message, StringComparison.Ordinal);
        Assert.Empty(server.Received);
    }

    /// <summary>As newer ones list their flags.</summary>
    [Theory]
    [InlineData("flag{name=\"dedup.minScrapeInterval\", value=\"1ms\", is_set=\"true\"} 1\n"
        + "flag{name=\"futureRetention\", value=\"1y\", is_set=\"true\"} 1\nflag{name=\"retentionPeriod\", value=\"400d\"} 1", 400, 365,
        RepeatCount.Once)]
    [InlineData("vm_rows 1", 31, 2, RepeatCount.Unknown)]
    public async Task Flags_are_read_as_they_are_written(string metrics, int keeps, int ahead, RepeatCount counts)
    {
        using var server = new ScriptedHttp(new ScriptedAnswer(200, metrics));
        var target = new InfluxTarget(server.Url, InfluxDialect.VictoriaMetrics, "estate");
        Assert.Equal(new(Day * keeps, Day * ahead, counts), await ServerLimitsProbe.AskAsync(target, _handler, default));
        Assert.Equal("/metrics", Assert.Single(server.Received).Path);
    }

    [Fact]
    public async Task A_server_that_counts_twice_is_named_before_the_first_line()
    {
        using var server = await TestServers.VictoriaMetricsAsync(_folder, _port, "-retentionPeriod=100y");
        using var writer = new InfluxWriter(Target(InfluxDialect.VictoriaMetrics), _handler, TimeProvider.System);
        Assert.Contains(SeriesServers.CountOnce, await writer.PrepareAsync(default), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_hides_its_settings_is_reported_and_written_to_all_the_same()
    {
        using var server = new ScriptedHttp(new ScriptedAnswer(403));
        var target = new InfluxTarget(server.Url, InfluxDialect.VictoriaMetrics, "estate");
        var hidden = await Assert.ThrowsAsync<IOException>(() => ServerLimitsProbe.AskAsync(target, _handler, default));
        Assert.Contains("403", hidden.Message, StringComparison.Ordinal);
        using var writer = new InfluxWriter(target, _handler, TimeProvider.System);
        Assert.Null(await writer.PrepareAsync(default));
    }

    private Task<ServerLimits> AskAsync(InfluxDialect dialect) => ServerLimitsProbe.AskAsync(Target(dialect), _handler, default);

    private InfluxTarget Target(InfluxDialect dialect) => new(new Uri($"http://127.0.0.1:{_port}/"), dialect, "estate");
}
