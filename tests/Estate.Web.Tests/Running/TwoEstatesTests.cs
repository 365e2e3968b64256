using System.Net;
using Estate.TestKit;
using Xunit;

namespace Estate.Web.Tests.Running;

/// <summary>
/// Two estates in one process: what happens in one shows in its own figures, health, devices and pages, and nowhere else.
/// </summary>
public sealed class TwoEstatesTests
{
    [Fact]
    public async Task What_happens_in_one_estate_is_not_seen_in_the_other()
    {
        await using var east = await RunningGateway.StartEstateAsync("qinghe", "- { id: bins/qinghe-1 }");
        await using var west = await RunningGateway.StartEstateAsync("longze", "- { id: bins/longze-1 }");
        var station = await east.StationAsync("qinghe-1");
        var visit = station.Tap("CARD0001");
        station.Deposit(visit, "wet", 500);
        await Eventually.UntilAsync(() => east.BalanceAsync("h1"), points => points == 5);
        await ProposeAsync(east);

        Assert.Equal((5L, 0L), (await east.BalanceAsync("h1"), await west.BalanceAsync("h1")));
        foreach (var figure in new[] { "estate_events_total", "estate_answers_total", "estate_transfers_total", "estate_points_issued" })
            Assert.True(
                await east.MetricAsync(figure) > await west.MetricAsync(figure),
                $"{figure}: east {await east.MetricAsync(figure)}, west {await west.MetricAsync(figure)}");
        Assert.Equal(0, await west.MetricAsync("estate_events_total"));
        Assert.Equal(
            "no_such_proposal",
            (await west.AskAsync(HttpMethod.Post, "/api/points/policy/proposals/points-1/approve", "secretary")).GetProperty("reason")
                .GetString());
        foreach (var (own, name, other) in new[] { (east, "qinghe", "longze"), (west, "longze", "qinghe") })
            foreach (var page in new[] { "/?lang=en", "/devices?lang=en", "/openapi.json", "/api/devices", "/metrics" })
                await AssertNamesOnlyAsync(own, page, name, other);
    }

    [Fact]
    public async Task One_estate_without_its_broker_or_on_fire_leaves_the_other_well()
    {
        await using var east = await RunningGateway.StartEstateAsync("qinghe", "- { id: bins/qinghe-1 }");
        await using var west = await RunningGateway.StartEstateAsync("longze", "- { id: bins/longze-1 }");
        using var eastern = east.AtTheGate();
        using var western = west.AtTheGate();
        await eastern.SendAsync("set gate/s-gate:fire 1");
        await Eventually.UntilAsync(() => GateAsync(east), gate => gate.Contains("\"alarm\"", StringComparison.Ordinal));
        Assert.DoesNotContain("\"alarm\"", await GateAsync(west), StringComparison.Ordinal);
        east.KillBroker();
        await Eventually.UntilAsync(() => StatusAsync(east, "/readyz"), status => status == HttpStatusCode.ServiceUnavailable);
        Assert.Contains("\"broker\":\"ok\"", await west.HealthAsync(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(west, "/readyz"));
    }

    private static async Task ProposeAsync(RunningGateway estate) => Assert.Equal("points-1", (await estate.AskAsync(
        HttpMethod.Post, "/api/points/policy/proposals", "chair",
        """{"resolution":"r","effective_from":"SOONT00:00","points_per_session":7}""")).GetProperty("id").GetString());

    private static async Task<string> GateAsync(RunningGateway estate) => await estate.GetAsync("/api/gates/s-gate");

    private static async Task AssertNamesOnlyAsync(RunningGateway estate, string page, string name, string other)
    {
        var text = await estate.GetAsync(page);
        Assert.DoesNotContain(other, text, StringComparison.OrdinalIgnoreCase);
        if (page is not ("/openapi.json" or "/metrics"))
            Assert.Contains(name, text, StringComparison.OrdinalIgnoreCase);
    }

    private static async Task<HttpStatusCode> StatusAsync(RunningGateway estate, string path)
    {
        using var answer = await estate.Http.GetAsync(new Uri(path, UriKind.Relative));
        return answer.StatusCode;
    }
}
