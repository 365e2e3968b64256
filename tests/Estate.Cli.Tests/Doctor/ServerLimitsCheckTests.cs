using Estate.Adapters.Influx;
using Estate.Cli.Doctor;
using Estate.TestKit;
using Xunit;

namespace Estate.Cli.Tests.Doctor;

/// <summary>The doctor asks a time-series server how it was started.</summary>
public sealed class ServerLimitsCheckTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly SocketsHttpHandler _handler = new() { UseProxy = false };
    private readonly int _port = Server.FreePort();

    public void Dispose()
    {
        _handler.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_time_series_server_that_counts_twice_is_named_with_the_flag_it_needs()
    {
        using var server = await TestServers.VictoriaMetricsAsync(_folder, _port, "-retentionPeriod=10y");
        var finding = await AskAsync(InfluxDialect.VictoriaMetrics);
        Assert.Equal(Level.Wrong, finding.Level);
        Assert.Contains("-dedup.minScrapeInterval=1ms", finding.Todo?.En, StringComparison.Ordinal);
        Assert.Contains("-dedup.minScrapeInterval=1ms", finding.Todo?.Zh, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_that_keeps_a_month_is_a_warning_that_says_what_it_does_not_store()
    {
        using var server = await TestServers.VictoriaMetricsAsync(_folder, _port, SeriesServers.CountOnce);
        var finding = await AskAsync(InfluxDialect.VictoriaMetrics);
        Assert.Equal(Level.Warn, finding.Level);
        Assert.Contains("nothing older than 31 days or more than 2 days ahead", finding.Said.En, StringComparison.Ordinal);
        Assert.Contains("-retentionPeriod=10y", finding.Todo?.En, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_that_is_started_as_it_should_be_is_well()
    {
        using var victoria = await TestServers.VictoriaMetricsAsync(_folder, _port);
        Assert.Equal(Level.Ok, (await AskAsync(InfluxDialect.VictoriaMetrics)).Level);
    }

    private Task<Finding> AskAsync(InfluxDialect dialect) => ServerLimitsCheck.AskAsync(
        new(new Uri($"http://127.0.0.1:{_port}/"), dialect, "estate"), _handler, default);
}
