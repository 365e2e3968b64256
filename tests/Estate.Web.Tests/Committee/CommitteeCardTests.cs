using Estate.Domain.People;
using Estate.TestKit;
using Estate.Web.Tests.Browser;
using Estate.Web.Tests.Running;
using Xunit;

namespace Estate.Web.Tests.Committee;

/// <summary>The committee's first page: what waits behind each card, and the weeks beside the goal.</summary>
public sealed class CommitteeCardTests : ChromiumFixture
{
    [Fact]
    public async Task Each_card_says_how_it_stands_and_what_waits_and_the_goal_has_its_source()
    {
        await using var gateway = await RunningGateway.StartAsync();
        await gateway.PersonAsync("zhao", Role.Committee);
        await gateway.AskAsync(
            HttpMethod.Post, "/api/gates/s-gate/proposals", "chair",
            """{"closed":["22:30-05:00"],"resolution":"2026-17","effective_from":"SOONT00:00"}""");
        var page = await OpenAsync(gateway.Url + "/login?lang=en", javaScript: false);
        await LogInAsync(page, "zhao");
        await IsAtAsync(page, "/committee");
        var gate = await page.InnerTextAsync(".tiles > .tile:has(a[href='/committee/hours/s-gate'])");
        Assert.Contains("Daily 23:00–05:00 closed", gate, StringComparison.Ordinal);
        Assert.Contains("1 waits for approval", gate, StringComparison.Ordinal);
        foreach (var (href, said) in new[]
        {
            ("/committee/points", "5 points"), ("/committee/polls", "None is open"), ("/committee/notices", "None is shown"),
            ("/decisions", "None yet"),
        })
            Assert.Contains(said, await page.InnerTextAsync($".tiles > .tile:has(a[href='{href}'])"), StringComparison.Ordinal);
        var goal = await page.InnerTextAsync("#goal");
        Assert.Contains("35 %", goal, StringComparison.Ordinal);
        Assert.Contains("2024", goal, StringComparison.Ordinal);
        Assert.Contains("Shanghai Greening and City Appearance Bureau", goal, StringComparison.Ordinal);
        await gateway.AskAsync(HttpMethod.Post, "/api/gates/s-gate/proposals/p1/approve", "secretary");
        await page.ReloadAsync();
        Assert.Contains(
            ": closed 22:30–05:00 instead of 23:00, and every day after",
            await page.InnerTextAsync(".tiles > .tile:has(a[href='/decisions'])"), StringComparison.Ordinal);
        await page.GotoAsync(gateway.Url + "/decisions");
        Assert.Contains("closed 22:30–05:00 instead of 23:00", await page.InnerTextAsync("main table"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_week_is_measured_by_the_estates_own_goal_where_it_has_one()
    {
        await using var gateway = await RunningGateway.StartAsync("sorting: { wet_share_goal: 0.6 }");
        await gateway.PersonAsync("zhao", Role.Committee);
        var station = await gateway.StationAsync();
        station.Deposit(station.Tap("CARD0001"), "wet", 300);
        station.Deposit(station.Tap("CARD0002"), "residual", 300);
        station.Deposit(station.Tap("CARD0001"), "recyclable", 900);
        using var member = await gateway.BrowserOfAsync("zhao");
        member.DefaultRequestHeaders.AcceptLanguage.ParseAdd("en");
        var html = await Eventually.UntilAsync(() => member.GetStringAsync(new Uri("/committee", UriKind.Relative)), text =>
            text.Contains("1.5 kg", StringComparison.Ordinal));
        Assert.Contains("✗ 50 %", System.Net.WebUtility.HtmlDecode(html), StringComparison.Ordinal);
        Assert.Contains("goal of 60 % (the estate's own goal)", System.Net.WebUtility.HtmlDecode(html), StringComparison.Ordinal);
    }
}
