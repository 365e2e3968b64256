using Estate.Domain.People;
using Estate.TestKit;
using Estate.Web.Tests.Browser;
using Estate.Web.Tests.Running;
using Xunit;

namespace Estate.Web.Tests.Duty;

/// <summary>The staff's day: what is to be done, in order, and what the last shift left.</summary>
public sealed class DutyPageTests : ChromiumFixture
{
    [Fact]
    public async Task What_is_to_be_done_stands_in_order_with_what_the_last_shift_left()
    {
        await using var gateway = await RunningGateway.StartAsync();
        await gateway.PersonAsync("wang", Role.Staff);
        var station = await gateway.StationAsync();
        station.Telemetry("fill", """{"category":"wet","fill":0.85}""");
        station.Telemetry("climate", """{"temperature_c":75}""");
        (await gateway.CheckpointAsync()).Telemetry("alive", """{"battery_pct":12}""");
        await gateway.AskAsync(HttpMethod.Post, "/api/alerts/hand-over", "manager", """{"to":"wang","note":"the pump is loud"}""");
        var page = await OpenAsync(gateway.Url + "/login?lang=en", javaScript: false);
        await LogInAsync(page, "wang");
        await IsAtAsync(page, "/staff/alerts");
        await page.ClickAsync("main a[href='/staff/today']");
        await Eventually.UntilAsync(
            async () =>
            {
                await page.ReloadAsync();
                return await page.Locator("section.duty ol").CountAsync();
            },
            lists => lists == 5);
        Assert.Equal(
            ["Alerts", "Bins to empty", "Patrol rounds", "Low batteries", "What the last shift left"],
            await page.Locator("section.duty h3").AllInnerTextsAsync());
        var lines = await page.Locator("section.duty").AllInnerTextsAsync();
        Assert.NotEqual(0, await page.Locator("section.duty >> nth=0 >> ol a[href^='/staff/alerts/']").CountAsync());
        Assert.Matches("(?i)station 1, .*wet.*: 85 % full", lines[1]);
        Assert.Matches("Patrol.*: (--|0) of 2 checkpoints", lines[2]);
        Assert.Matches("Patrol checkpoint [0-9]: 12 % left", lines[3]);
        Assert.Contains("manager to wang: the pump is loud", lines[4], StringComparison.Ordinal);
        await page.ClickAsync("section.duty ol a[href^='/stations/']");
        await IsAtAsync(page, "/stations/station-1");
    }

    [Fact]
    public async Task Where_nothing_is_to_be_done_it_says_so_and_residents_do_not_see_it()
    {
        await using var gateway = await RunningGateway.StartAsync(withBroker: false);
        await gateway.PersonAsync("wang", Role.Staff);
        await gateway.PersonAsync("chen", "h1");
        using var staff = await gateway.BrowserOfAsync("wang");
        using var resident = await gateway.BrowserOfAsync("chen");
        var html = await staff.GetStringAsync(new Uri("/staff/today?lang=en", UriKind.Relative));
        Assert.Contains("No bin is full", html, StringComparison.Ordinal);
        Assert.Contains("All batteries last", html, StringComparison.Ordinal);
        Assert.Contains("No shift was handed over in two days", html, StringComparison.Ordinal);
        Assert.Equal(302, (int)(await resident.GetAsync(new Uri("/staff/today", UriKind.Relative))).StatusCode);
    }
}
