using System.Collections.Concurrent;
using System.Net;
using Estate.TestKit;
using Estate.Web.Tests.Running;
using Xunit;

namespace Estate.Web.Tests.Observability;

public sealed class ObservabilityTests
{
    [Fact]
    public async Task Without_its_broker_the_gateway_runs_and_reports_it()
    {
        await using var gateway = await RunningGateway.StartAsync(withBroker: false);
        using var health = await gateway.Http.GetAsync(new Uri("/healthz", UriKind.Relative));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, health.StatusCode);
        Assert.Contains("\"storage\":\"ok\"", await health.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Contains("No connection to the devices", await gateway.GetAsync("/?lang=en"), StringComparison.Ordinal);
        await gateway.StartBrokerAsync();
        await gateway.UntilReadyAsync();
    }

    [Fact]
    public async Task A_failing_disk_stops_acknowledgements_and_not_the_gateway()
    {
        await using var gateway = await RunningGateway.StartAsync();
        var station = await gateway.StationAsync();
        var answers = new ConcurrentQueue<string>();
        station.Acknowledged = ack => answers.Enqueue(ack.Id);
        TestDatabase.Run(gateway.Data.Database, "ALTER TABLE event RENAME TO away");
        station.Tap("CARD0001");
        var health = await Eventually.UntilAsync(
            () => gateway.HealthAsync(),
            body => body.Contains("the disk refuses", StringComparison.Ordinal));
        Assert.Contains("\"broker\":\"ok\"", health, StringComparison.Ordinal);
        Assert.Contains("station-1", await gateway.GetAsync("/devices"), StringComparison.Ordinal);
        Assert.Empty(answers);
        TestDatabase.Run(gateway.Data.Database, "ALTER TABLE away RENAME TO event");
        await Eventually.UntilAsync(() => answers.Count == 1);
        await gateway.UntilReadyAsync();
    }

    [Fact]
    public async Task Time_series_wait_for_their_server_and_arrive()
    {
        using var folder = new TemporaryFolder();
        var port = Server.FreePort();
        await using var gateway = await RunningGateway.StartAsync(
            $"influx: {{ url: \"http://127.0.0.1:{port}/\", dialect: v1, database: estate }}");
        var station = await gateway.StationAsync();
        for (var i = 0; i < 5; i++)
        {
            // Two points of one series at one instant would be one.
            station.Clock.Offset += TimeSpan.FromMilliseconds(10);
            station.Telemetry("climate", $"{{\"temperature_c\":2{i}}}");
        }
        Assert.DoesNotContain("\"time_series\":\"ok\"", await gateway.HealthAsync(), StringComparison.Ordinal);
        using var influx = await TestServers.InfluxDbAsync(folder, port);
        // Asked of the server itself: each point once, none lost.
        var query = new Uri($"http://127.0.0.1:{port}/query?db=estate&q=SELECT%20count(temp_c)%20FROM%20station");
        await Eventually.UntilAsync(() => gateway.Http.GetStringAsync(query), body => body.Contains(",5]]", StringComparison.Ordinal));
        await Eventually.UntilAsync(() => gateway.HealthAsync(), body => body.Contains("\"time_series\":\"ok\"", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Metrics_are_prometheus_text()
    {
        await using var gateway = await RunningGateway.StartAsync();
        var station = await gateway.StationAsync();
        station.Tap("CARD0001");
        await Eventually.UntilAsync(() => gateway.MetricAsync("estate_answers_total{result=\"welcome\"}"), count => count == 1);
        await Eventually.UntilAsync(() => gateway.MetricAsync("estate_commit_milliseconds_count"), count => count >= 1);
        var text = await gateway.GetAsync("/metrics");
        Assert.Contains("# TYPE estate_events_total counter\nestate_events_total{result=\"accepted\"} 1\n", text, StringComparison.Ordinal);
        Assert.Contains("estate_commit_milliseconds_bucket{le=\"+Inf\"}", text, StringComparison.Ordinal);
        Assert.All(text.Split('\n', StringSplitOptions.RemoveEmptyEntries), line =>
            Assert.Matches("^(# (HELP|TYPE) .+|[a-z_]+(\\{[^}]*\\})? [-0-9.eE+]+)$", line));
    }
}
