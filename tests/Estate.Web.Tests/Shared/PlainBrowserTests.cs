using Estate.TestKit;
using Estate.Web.Tests.Browser;
using Estate.Web.Tests.Running;
using Xunit;

namespace Estate.Web.Tests.Shared;

/// <summary>Pages without JavaScript, without a mouse, and without a network.</summary>
public sealed class PlainBrowserTests : ChromiumFixture
{
    [Fact]
    public async Task Without_JavaScript_a_resident_logs_in_reads_points_and_disputes_one()
    {
        await using var gateway = await RunningGateway.StartAsync();
        var station = await gateway.StationAsync();
        station.Deposit(station.Tap("CARD0001"), "wet", 432);
        await Eventually.UntilAsync(() => gateway.BalanceAsync("h1"), balance => balance == 5);
        await gateway.PersonAsync("chen", "h1");
        var page = await OpenAsync(gateway.Url + "/?lang=zh", javaScript: false);
        await page.ClickAsync("text=长辈版");
        await page.ClickAsync("nav a[href='/login']");
        await LogInAsync(page, "chen");
        Assert.Equal("5", await page.InnerTextAsync("section:has(a[href='/points']) .count strong"));
        Assert.Contains("size-22", await page.GetAttributeAsync("html", "class"), StringComparison.Ordinal);
        await page.ClickAsync("h2 a[href='/points']");
        await page.ClickAsync("td button");
        Assert.Contains("已转给物业", await page.InnerTextAsync("main > table"), StringComparison.Ordinal);
        await page.ClickAsync("text=大一点");
        Assert.Contains("size-26", await page.GetAttributeAsync("html", "class"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_folded_menu_opens_without_scripts_and_gate_hours_have_bars_on_a_phone()
    {
        await using var gateway = await RunningGateway.StartAsync(withBroker: false);
        var page = await OpenAsync(gateway.Url + "/gates/s-gate?lang=en", javaScript: false);
        await page.SetViewportSizeAsync(360, 740);
        Assert.True(await page.Locator(".bar24 svg >> nth=0").IsVisibleAsync());
        Assert.True(await page.EvaluateAsync<double>("document.querySelector('.bar24 svg').getBoundingClientRect().width") > 250);
        Assert.False(await page.Locator("header a[href='/help'] >> visible=true").IsVisibleAsync());
        await page.ClickAsync("header summary");
        await page.ClickAsync("header a[href='/help'] >> visible=true");
        await IsAtAsync(page, "/help");
    }

    [Fact]
    public async Task Everything_is_reachable_by_keyboard_with_a_visible_focus()
    {
        await using var gateway = await RunningGateway.StartAsync(withBroker: false);
        await gateway.PersonAsync("chen", "h1");
        var page = await OpenAsync(gateway.Url + "/login?lang=zh");
        await page.Keyboard.PressAsync("Tab");
        Assert.Equal("#main", await page.EvaluateAsync<string>("document.activeElement.getAttribute('href')"));
        Assert.True(await page.EvaluateAsync<bool>("document.activeElement.getBoundingClientRect().left >= 0"));
        await TabToAsync(page, "name");
        Assert.NotEqual("none", await page.EvaluateAsync<string>("getComputedStyle(document.activeElement).outlineStyle"));
        await page.Keyboard.TypeAsync("chen");
        await TabToAsync(page, "password");
        await page.Keyboard.TypeAsync(RunningGateway.Secret);
        await page.Keyboard.PressAsync("Enter");
        await IsAtAsync(page, "/");
        var reached = new HashSet<string>();
        for (var tabs = 0; tabs < 60; tabs++)
        {
            await page.Keyboard.PressAsync("Tab");
            reached.Add(await page.EvaluateAsync<string>("document.activeElement.getAttribute('href') ?? document.activeElement.tagName"));
        }
        var links = await page.EvaluateAsync<string[]>("[...document.querySelectorAll('a, button')].filter(one => "
            + "one.checkVisibility()).map(one => one.getAttribute('href') ?? one.tagName)");
        Assert.Empty(links.Except(reached));
    }

    [Fact]
    public async Task Offline_the_front_page_shows_the_last_numbers_with_their_age_and_nothing_after_a_logout()
    {
        await using var gateway = await RunningGateway.StartAsync(withBroker: false);
        await gateway.PersonAsync("chen", "h1");
        var page = await OpenAsync(gateway.Url + "/login?lang=en");
        await LogInAsync(page, "chen");
        await page.EvaluateAsync("navigator.serviceWorker.ready");
        await Eventually.UntilAsync(() => page.EvaluateAsync<bool>("navigator.serviceWorker.controller !== null"), isIn => isIn);
        await page.ReloadAsync();
        await page.Context.SetOfflineAsync(true);
        await page.ReloadAsync();
        Assert.Contains(
            "No network. These are the numbers of 0 minutes ago.", await page.InnerTextAsync("#offline"), StringComparison.Ordinal);
        Assert.Contains("points", await page.InnerTextAsync("main"), StringComparison.Ordinal);
        await page.Context.SetOfflineAsync(false);
        await page.GotoAsync(gateway.Url + "/me");
        await page.ClickAsync("form[action='/logout'] button");
        await page.Context.SetOfflineAsync(true);
        await Assert.ThrowsAsync<Microsoft.Playwright.PlaywrightException>(() => page.GotoAsync(gateway.Url + "/parking"));
    }

    private static async Task TabToAsync(Microsoft.Playwright.IPage page, string id)
    {
        for (var tabs = 0; tabs < 30 && await page.EvaluateAsync<string>("document.activeElement.id") != id; tabs++)
            await page.Keyboard.PressAsync("Tab");
    }
}
