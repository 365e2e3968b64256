using System.Net;
using Estate.Domain.People;
using Estate.TestKit;
using Estate.Web.Tests.Browser;
using Estate.Web.Tests.Running;
using Xunit;

namespace Estate.Web.Tests.Search;

/// <summary>The search over everything: by name and place, for each role what it may see, without a script and by the / key.</summary>
public sealed class SearchTests : ChromiumFixture
{
    private const string Named = "- { id: bins/east, name_zh: 东门垃圾站, name_en: East gate station }";

    [Fact]
    public async Task Each_role_finds_what_it_may_see_and_nothing_else()
    {
        await using var gateway = await RunningGateway.StartAsync("", devices: Named);
        await gateway.PersonAsync("bystander", "h2");
        foreach (var (name, role) in new[]
        {
            ("wang", Role.Staff), ("zhao", Role.Committee), ("sun", Role.Engineer), ("root", Role.Administrator),
        })
            await gateway.PersonAsync(name, role);
        var station = await gateway.StationAsync();
        station.Telemetry("climate", """{"temperature_c":75}""");
        await gateway.AskAsync(HttpMethod.Post, "/api/parking/permits", "desk", """{"household":"h1","class":"resident"}""");
        using var staff = await gateway.BrowserOfAsync("wang");
        await Eventually.UntilAsync(() => FindAsync(staff, "station-1"), found =>
            found.Contains("/staff/alerts/", StringComparison.Ordinal));

        foreach (var (who, search, finds, not) in new[]
        {
            ("", "东门", "/stations/east", "/staff/"), ("", "EAST station", "/stations/east", "/staff/"), ("", "h1", "", "/staff/"),
            ("", "bystander", "", "/staff/"), ("", "station-1", "/stations/station-1", "/staff/"), ("", "p01", "", "/staff/"),
            ("bystander", "h1", "", "/staff/"), ("bystander", "station-1", "/stations/station-1", "/staff/"),
            ("wang", "east", "/staff/devices/bins/east", "/staff/people"), ("wang", "h1", "/staff/points/h1", "/staff/people"),
            ("wang", "h1", "/staff/permits?q=", "/staff/people"), ("wang", "bystander", "", "/staff/people"),
            ("wang", "p01", "/staff/devices/parking/p01", "/staff/people"), ("wang", "rules", "", "/staff/rules"),
            ("zhao", "h1", "", "/staff/"), ("zhao", "station-1", "/stations/station-1", "/staff/"),
            ("zhao", "hours", "/help/committee", "/staff/"),
            ("sun", "rules", "/staff/rules", "/staff/people"), ("sun", "h1", "", "/staff/points"),
            ("sun", "station-1", "/staff/devices/bins/station-1", "/staff/alerts"),
            ("root", "bystander", "/staff/people?q=bystander", "/staff/points"), ("root", "h1", "", "/staff/permits"),
        })
        {
            using var browser = who.Length == 0 ? gateway.NewBrowser() : await gateway.BrowserOfAsync(who);
            var found = await FindAsync(browser, search);
            Assert.True(found.Contains(finds, StringComparison.Ordinal), $"{who} looks for {search}: {found}");
            Assert.False(found.Contains(not, StringComparison.Ordinal), $"{who} looks for {search}: {found}");
        }
    }

    [Fact]
    public async Task It_is_a_form_without_scripts_and_the_slash_goes_there_unless_it_is_turned_off()
    {
        await using var gateway = await RunningGateway.StartAsync("", withBroker: false, devices: Named);
        var plain = await OpenAsync(gateway.Url + "/chargers?lang=en", javaScript: false);
        await plain.FillAsync("#search", "east gate");
        await plain.ClickAsync("footer form button");
        Assert.Contains("East gate station", await plain.InnerTextAsync("main"), StringComparison.Ordinal);
        await plain.ClickAsync("main .contents a");
        await IsAtAsync(plain, "/stations/east");
        await plain.GotoAsync(gateway.Url + "/search?q=zzz<b>&lang=en");
        Assert.Contains("“zzz<b>”: 0 found", await plain.InnerTextAsync("main"), StringComparison.Ordinal);

        var page = await OpenAsync(gateway.Url + "/chargers?lang=en");
        await page.Keyboard.PressAsync("/");
        Assert.Equal("search", await page.EvaluateAsync<string>("document.activeElement.id"));
        await page.Keyboard.TypeAsync("a/b");
        Assert.Equal("a/b", await page.InputValueAsync("#search"));
        await page.GotoAsync(gateway.Url + "/search");
        await page.ClickAsync("#slash button");
        Assert.Contains("off", await page.InnerTextAsync("#slash"), StringComparison.Ordinal);
        await page.Keyboard.PressAsync("/");
        Assert.NotEqual("find", await page.EvaluateAsync<string>("document.activeElement.id"));
        Assert.Empty(Errors);
    }

    /// <summary>Where the links of what was found lead.</summary>
    private static async Task<string> FindAsync(HttpClient browser, string search)
    {
        var html = await browser.GetStringAsync(new Uri("/search?lang=en&q=" + Uri.EscapeDataString(search), UriKind.Relative));
        var list = html.IndexOf("<ul class=\"contents\">", StringComparison.Ordinal);
        return list < 0 ? "" : WebUtility.HtmlDecode(html[list..html.IndexOf("</ul>", list, StringComparison.Ordinal)]);
    }
}
