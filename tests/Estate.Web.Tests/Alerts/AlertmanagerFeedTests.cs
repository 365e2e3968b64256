using System.Globalization;
using System.Text.Json;
using Estate.TestKit;
using Estate.Web.Tests.Running;
using Xunit;

namespace Estate.Web.Tests.Alerts;

/// <summary>A gateway and a real Alertmanager that is restarted beside it.</summary>
public sealed class AlertmanagerFeedTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly HttpClient _http = new();
    private readonly int _port = Server.FreePort();

    public void Dispose()
    {
        _http.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_latched_alert_is_there_again_after_a_restart_and_one_that_ended_meanwhile_is_not()
    {
        await using var gateway = await GatewayAsync(repeatSeconds: 1);
        var board = await gateway.ChargerAsync();
        using (await StartAsync())
        {
            board.Smoke(true);
            await Eventually.UntilAsync(ShownAsync, shown => shown is ["smoke"]);
        }
        using (await StartAsync())
        {
            await Eventually.UntilAsync(ShownAsync, shown => shown is ["smoke"]);
            board.Smoke(false);
            await Eventually.UntilAsync(ShownAsync, shown => shown.Count == 0);
            board.Smoke(true);
            await Eventually.UntilAsync(ShownAsync, shown => shown is ["smoke"]);
        }
        await Eventually.UntilAsync(() => TestDatabase.Count(
            gateway.Data.Database, "SELECT count(*) FROM alert WHERE type = 'notifier_down' AND closed IS NULL") == 1);
        board.Smoke(false);
        await Eventually.UntilAsync(() => TestDatabase.Count(gateway.Data.Database,
            "SELECT count(*) FROM alert WHERE type = 'smoke' AND json_extract(body, '$.cleared_at') IS NOT NULL") == 1);
        using var last = await StartAsync();
        await Eventually.UntilAsync(() => TestDatabase.Count(
            gateway.Data.Database, "SELECT count(*) FROM outbox WHERE settled IS NULL") == 0);
        Assert.DoesNotContain("smoke", await ShownAsync());
    }

    /// <summary>The end that went with it is forty seconds ahead: what is over is said, and does not wait for that.</summary>
    [Fact]
    public async Task What_is_over_is_told_so_long_before_it_would_end_by_itself()
    {
        await using var gateway = await GatewayAsync(repeatSeconds: 10);
        var board = await gateway.ChargerAsync();
        using var server = await StartAsync();
        board.Smoke(true);
        await Eventually.UntilAsync(ShownAsync, shown => shown is ["smoke"]);
        var told = TimeProvider.System.GetTimestamp();
        board.Smoke(false);
        await Eventually.UntilAsync(ShownAsync, shown => shown.Count == 0);
        Assert.True(TimeProvider.System.GetElapsedTime(told) < TimeSpan.FromSeconds(25), "it ended by itself");
    }

    private Task<RunningGateway> GatewayAsync(int repeatSeconds) => RunningGateway.StartAsync(string.Create(CultureInfo.InvariantCulture,
        $$"""
        alerts:
          delays: [ { type: smoke, off_s: 0 } ]
          ladder: [ { zh: 台, en: Desk, after_min: 0, notify: [am] } ]
          notifiers: [ { name: am, type: alertmanager, url: "http://127.0.0.1:{{_port}}", repeat_s: {{repeatSeconds}} } ]
        """));

    private Task<Server> StartAsync() => TestServers.AlertmanagerAsync(_folder, _port);

    private async Task<List<string>> ShownAsync()
    {
        var url = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{_port}/api/v2/alerts?active=true"));
        using var document = JsonDocument.Parse(await _http.GetStringAsync(url));
        return [.. document.RootElement.EnumerateArray().Select(one => one.GetProperty("labels").GetProperty("alertname").GetString()!)];
    }
}
