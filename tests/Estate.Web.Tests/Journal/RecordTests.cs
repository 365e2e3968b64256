using Estate.Domain.People;
using Estate.TestKit;
using Estate.Web.Tests.Browser;
using Estate.Web.Tests.Running;
using Xunit;

namespace Estate.Web.Tests.Journal;

/// <summary>Records: found by kind, by name, by day and by their words.</summary>
public sealed class RecordTests : ChromiumFixture
{
    [Fact]
    public async Task Devices_are_found_by_kind_and_name_page_by_page()
    {
        await using var gateway = await RunningGateway.StartAsync(
            withBroker: false, devices: "- { id: \"parking/m[001-180]\", zone: M, lot: main }");
        await gateway.PersonAsync("wang", Role.Staff);
        var page = await OpenAsync(gateway.Url + "/login?lang=en", javaScript: false);
        await LogInAsync(page, "wang");
        await IsAtAsync(page, "/staff/alerts");
        await page.GotoAsync(gateway.Url + "/staff/journal");
        Assert.Equal(50, await page.Locator("main table >> nth=0 >> tr").CountAsync());
        Assert.Contains("Page 1 of 4", await page.InnerTextAsync("main"), StringComparison.Ordinal);
        await page.ClickAsync("nav.filters a[href*='kind=gate']");
        Assert.Equal(2, await page.Locator("main table >> nth=0 >> tr").CountAsync());
        await page.ClickAsync("nav.filters a >> nth=0");
        await page.FillAsync("#q", "m17");
        await page.ClickAsync(".finder button");
        Assert.Contains("“m17”: 10 found", await page.InnerTextAsync("main"), StringComparison.Ordinal);
        await page.FillAsync("#q", "nothing like it");
        await page.ClickAsync(".finder button");
        Assert.Contains("There is no such device", await page.InnerTextAsync("main"), StringComparison.Ordinal);
        Assert.False((await page.GotoAsync(gateway.Url + "/staff/journal?kind=submarine"))!.Ok);
    }

    [Fact]
    public async Task A_devices_records_are_found_by_day_and_by_their_words()
    {
        await using var gateway = await RunningGateway.StartAsync();
        await gateway.PersonAsync("wang", Role.Staff);
        var station = await gateway.StationAsync();
        station.Deposit(station.Tap("CARD0001"), "wet", 432);
        station.Deposit(station.Tap("CARD0002"), "residual", 120);
        await Eventually.UntilAsync(() => gateway.BalanceAsync("h2"), balance => balance == 5);
        var page = await OpenAsync(gateway.Url + "/login?lang=en", javaScript: false);
        await LogInAsync(page, "wang");
        await IsAtAsync(page, "/staff/alerts");
        await page.GotoAsync(gateway.Url + "/staff/journal");
        Assert.Contains("432 g", await page.InnerTextAsync("main table >> nth=1"), StringComparison.Ordinal);
        await page.GotoAsync(gateway.Url + "/staff/journal/bins/station-1");
        var all = await page.Locator("main tr").CountAsync();
        await page.FillAsync("#q", "432 G");
        await page.ClickAsync(".finder button");
        var found = await page.Locator("main tr").CountAsync();
        Assert.True(found > 0 && found < all, $"{found} of {all}");
        var today = TimeProvider.System.GetUtcNow().AddHours(8);
        await page.FillAsync("#day", Day(today));
        await page.ClickAsync(".finder button");
        Assert.Equal(found, await page.Locator("main tr").CountAsync());
        await page.FillAsync("#day", Day(today.AddDays(-1)));
        await page.ClickAsync(".finder button");
        Assert.Contains("Nothing found. Try another word or day.", await page.InnerTextAsync("main"), StringComparison.Ordinal);
        Assert.False((await page.GotoAsync(gateway.Url + "/staff/journal/bins/station-1?day=yesterday"))!.Ok);
    }

    private static string Day(DateTimeOffset at) => at.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
}
