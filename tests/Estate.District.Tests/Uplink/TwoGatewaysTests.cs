using System.Text.Json.Nodes;
using Estate.District.Accounts;
using Estate.District.Tests.Pages;
using Estate.TestKit;
using Xunit;

namespace Estate.District.Tests.Uplink;

/// <summary>From cards at two real gateways, each a process, over a real message server and database to the district's pages.</summary>
[Collection(DistrictCollection.Name)]
public sealed class TwoGatewaysTests(DistrictFixture servers)
{
    private const int Slowest = 20;

    [Fact]
    public async Task Taps_at_two_gateways_are_on_the_districts_page_within_seconds()
    {
        await using var district = await RunningDistrict.StartAsync(servers);
        await using var pages = await ServedDistrict.StartAsync(
            district.Database, [ServedDistrict.Estate("estate-1", "河东"), ServedDistrict.Estate("estate-2", "河西")]);
        using var browser = await pages.BrowserOfAsync("wang", Level.District, "示范区");
        var started = await Task.WhenAll(
            GatewayProcess.StartAsync(district, "estate-1", 6), GatewayProcess.StartAsync(district, "estate-2", 8));
        using var first = started[0];
        using var second = started[1];
        var tapped = TimeProvider.System.GetTimestamp();
        first.TapAll(6);
        second.TapAll(8);
        foreach (var (site, households) in new[] { ("estate-1", 6L), ("estate-2", 8L) })
        {
            var day = await Eventually.UntilAsync(
                async () => JsonNode.Parse(await browser.GetStringAsync($"/api/estates/{site}"))!["days"]!.AsArray().FirstOrDefault(),
                day => (long?)day?["awards"] == households, seconds: Slowest);
            Assert.Equal((households, 1.0), ((long)day!["households"]!, (double)day["wet_share"]!));
            Assert.Contains($"<td>{households}</td>", await browser.GetStringAsync($"/estates/{site}"), StringComparison.Ordinal);
        }
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"on the page {TimeProvider.System.GetElapsedTime(tapped).TotalSeconds:0.0} s after the first tap");
        var all = JsonNode.Parse(await browser.GetStringAsync("/api/estates"))!.AsArray();
        Assert.All(all, one => Assert.Equal("none", (string?)one!["attention"]));
    }
}
