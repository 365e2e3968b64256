using Estate.Domain.People;
using Estate.TestKit;
using Estate.Web.Tests.Browser;
using Estate.Web.Tests.Running;
using Estate.Web.Tests.Shared;
using Xunit;

namespace Estate.Web.Tests.News;

/// <summary>What somebody may do now, and what changed since they were last here, on the first page of every role.</summary>
public sealed class FirstPageTests : ChromiumFixture
{
    [Fact]
    public async Task A_resident_finds_the_open_poll_new_points_and_other_hours_on_the_first_page()
    {
        await using var gateway = await RunningGateway.StartAsync();
        await gateway.PersonAsync("chen", "h1");
        var station = await gateway.StationAsync();
        station.Deposit(station.Tap("CARD0001"), "wet", 432);
        await Eventually.UntilAsync(() => gateway.BalanceAsync("h1"), balance => balance == 5);
        await PollAsync(gateway);
        await HoursAsync(gateway);

        var visitor = await OpenAsync(gateway.Url + "/?lang=en", javaScript: false);
        Assert.Contains("Tick: Close at 22:00?", await visitor.InnerTextAsync("#to-do"), StringComparison.Ordinal);
        Assert.DoesNotContain("points in", await visitor.InnerTextAsync("main"), StringComparison.Ordinal);

        var page = await OpenAsync(gateway.Url + "/login?lang=en", javaScript: false);
        await LogInAsync(page, "chen");
        await IsAtAsync(page, "/");
        var changed = await page.InnerTextAsync("#changed");
        Assert.Contains("What changed in the last week", changed, StringComparison.Ordinal);
        Assert.Contains("+5 points in 1 movement", changed, StringComparison.Ordinal);
        Assert.Contains("Gate hours change: ", changed, StringComparison.Ordinal);
        await page.ClickAsync("#to-do a");
        await IsAtAsync(page, "/polls#poll-1");
        await page.CheckAsync("input[name=option] >> nth=0");
        await page.ClickAsync("form button.big");
        await page.GotoAsync(gateway.Url + "/");
        Assert.DoesNotContain("Tick: ", await page.InnerTextAsync("main"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_what_came_after_the_last_visit_is_news()
    {
        await using var gateway = await RunningGateway.StartAsync(withBroker: false);
        await HoursAsync(gateway);
        var page = await OpenAsync(gateway.Url + "/?lang=en");
        Assert.Contains("Gate hours change", await page.InnerTextAsync("#changed"), StringComparison.Ordinal);
        // To and fro within one visit.
        await page.ReloadAsync();
        Assert.Contains("Gate hours change", await page.InnerTextAsync("#changed"), StringComparison.Ordinal);
        // As if half an hour had gone by since: what was seen then is not news any more.
        var cookie = (await page.Context.CookiesAsync()).Single(one => one.Name == "visit");
        var hourAgo = TimeProvider.System.GetUtcNow().AddMinutes(-40).ToUnixTimeMilliseconds();
        await SetVisitAsync(page, $"{hourAgo - 600_000}-{hourAgo}");
        await page.ReloadAsync();
        Assert.Contains("Since you were here", await page.InnerTextAsync("#changed"), StringComparison.Ordinal);
        await SetVisitAsync(page, cookie.Value.Split('-')[1] + "-" + cookie.Value.Split('-')[1]);
        await page.ReloadAsync();
        Assert.Equal(0, await page.Locator("#changed").CountAsync());
        // Anybody may write anything there.
        await SetVisitAsync(page, "99999999999999-x");
        await page.ReloadAsync();
        Assert.Contains("What changed in the last week", await page.InnerTextAsync("#changed"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_waits_for_somebody_stands_on_the_first_page_of_each_role()
    {
        await using var gateway = await RunningGateway.StartAsync();
        foreach (var (name, role) in new[]
        {
            ("wang", Role.Staff), ("zhao", Role.Committee), ("sun", Role.Engineer), ("root", Role.Administrator),
        })
            await gateway.PersonAsync(name, role);
        await gateway.AskAsync(
            HttpMethod.Post, "/api/gates/s-gate/proposals", "chair",
            """{"closed":["22:30-05:00"],"resolution":"2026-17","effective_from":"SOONT00:00"}""");
        await gateway.AskAsync(
            HttpMethod.Post, "/api/points/corrections", "desk", """{"household":"h1","points":400,"reason":"counted twice"}""");
        (await gateway.StationAsync()).Record("fire", """{"burning":true}""");
        await Eventually.UntilAsync(async () => (await gateway.AskAsync(HttpMethod.Get, "/api/alerts")).GetRawText(), text =>
            text.Contains("fire", StringComparison.Ordinal));
        foreach (var (name, door, said) in new[]
        {
            ("wang", "/staff/alerts", "1 correction waits for your approval"), ("zhao", "/committee", "hours p1 of Gate 2 (chair)"),
            ("root", "/staff/people", "4 new accounts: "),
        })
        {
            var page = await OpenAsync(gateway.Url + "/login?lang=en", javaScript: false);
            await LogInAsync(page, name);
            await IsAtAsync(page, door);
            Assert.Contains(said, await page.InnerTextAsync(name == "root" ? "#changed" : "#to-do"), StringComparison.Ordinal);
        }
    }

    private static Task SetVisitAsync(Microsoft.Playwright.IPage page, string value) => page.Context.AddCookiesAsync(
        [new() { Name = "visit", Value = value, Url = new Uri(page.Url).GetLeftPart(UriPartial.Authority) }]);

    private static async Task PollAsync(RunningGateway gateway)
    {
        await gateway.AskAsync(
            HttpMethod.Post, "/api/polls", "chair",
            """{"title":"Close at 22:00?","options":["yes","no"],"opens":"NOW","closes":"SOONT00:00","quorum":1}""".Replace(
                "NOW", LivedInEstate.Now, StringComparison.Ordinal));
        await gateway.AskAsync(HttpMethod.Post, "/api/polls/poll-1/approve", "secretary");
    }

    private static async Task HoursAsync(RunningGateway gateway)
    {
        await gateway.AskAsync(
            HttpMethod.Post, "/api/gates/s-gate/proposals", "chair",
            """{"closed":["22:30-05:00"],"resolution":"2026-17","effective_from":"SOONT00:00"}""");
        await gateway.AskAsync(HttpMethod.Post, "/api/gates/s-gate/proposals/p1/approve", "secretary");
    }
}
