using Estate.FirmwareSim;
using Estate.TestKit;
using Estate.Web.Tests.Browser;
using Estate.Web.Tests.Gate;
using Estate.Web.Tests.Running;
using Xunit;

namespace Estate.Web.Tests.Shared;

/// <summary>The pages in a real Chromium.</summary>
public sealed class PageTests : ChromiumFixture
{
    [Fact]
    public async Task A_card_changes_on_the_page_without_a_reload()
    {
        await using var gateway = await RunningGateway.StartAsync();
        var station = await gateway.StationAsync();
        var page = await OpenAsync(gateway.Url + "/devices?lang=en");
        Assert.Equal("Test Estate", await page.InnerTextAsync("h1"));
        var card = page.Locator("#bins-station-1");
        await Eventually.UntilAsync(() =>
        {
            station.Telemetry("fill", """{"category":"wet","fill":0.97}""");
            return card.InnerTextAsync();
        }, text => text.Contains("97 %, full", StringComparison.Ordinal));
        Assert.Contains("! check", await card.InnerTextAsync(), StringComparison.Ordinal);
        Assert.Empty(Errors);
    }

    [Fact]
    public async Task Taps_and_answers_appear_on_the_stations_page_in_Chinese()
    {
        await using var gateway = await RunningGateway.StartAsync();
        var station = await gateway.StationAsync();
        var answered = new List<Ack>();
        station.Acknowledged = answered.Add;
        var page = await OpenAsync(gateway.Url + "/stations/station-1?lang=zh");
        // When a neighbour was there is nobody else's business.
        Assert.Equal(0, await page.Locator("#visits").CountAsync());
        await gateway.PersonAsync("desk", Domain.People.Role.Staff);
        await page.GotoAsync(gateway.Url + "/login?next=/stations/station-1");
        await LogInAsync(page, "desk");
        Assert.Contains("还没有人刷卡", await page.InnerTextAsync("#visits"), StringComparison.Ordinal);
        station.Deposit(station.Tap("CARD0001"), "wet", 432);
        await Eventually.UntilAsync(() => page.InnerTextAsync("#visits"), text =>
            text.Contains("✓ 已积分", StringComparison.Ordinal) && text.Contains("湿垃圾 432 g", StringComparison.Ordinal));
        Assert.Empty(Errors);
    }

    [Fact]
    public async Task A_change_during_a_page_reload_is_shown_too()
    {
        await using var gateway = await RunningGateway.StartAsync();
        var station = await gateway.StationAsync();
        await gateway.PersonAsync("desk", Domain.People.Role.Staff);
        var page = await OpenAsync(gateway.Url + "/login?next=/stations/station-1");
        await LogInAsync(page, "desk");
        await page.WaitForSelectorAsync("#visits");
        var (asked, mayArrive) = (new TaskCompletionSource(), new TaskCompletionSource());
        await page.RouteAsync("**/stations/station-1", async route =>
        {
            var answer = await route.FetchAsync();
            asked.TrySetResult();
            await mayArrive.Task;
            await route.FulfillAsync(new() { Response = answer });
        });
        await page.EvaluateAsync("() => document.body.addEventListener('htmx:trigger', () => document.body.dataset.heard = 1 + "
            + "Number(document.body.dataset.heard ?? 0))");
        station.Telemetry("fill", """{"category":"wet","fill":0.5}""");
        await asked.Task.WaitAsync(TimeSpan.FromSeconds(60));
        var heard = await HeardAsync();
        station.Tap("CARD0001");
        await Eventually.UntilAsync(HeardAsync, now => now > heard);
        mayArrive.SetResult();
        await Eventually.UntilAsync(() => page.InnerTextAsync("#visits"), text =>
            text.Contains("waiting for waste", StringComparison.Ordinal));

        Task<int> HeardAsync() => page.EvaluateAsync<int>("() => Number(document.body.dataset.heard ?? 0)");
    }

    [Fact]
    public async Task The_gate_page_shows_the_fortnight_and_follows_cards_and_decisions()
    {
        await using var gateway = await RunningGateway.StartAsync();
        using var person = gateway.AtTheGate();
        var page = await OpenAsync(gateway.Url + "/gates/s-gate?lang=en");
        Assert.Equal(14, await page.Locator("table.strip tr").CountAsync());
        Assert.Contains("closed 23:00–05:00", await page.InnerTextAsync("table.strip"), StringComparison.Ordinal);
        await person.SendAsync(SideGate.Frame(0xD41B81));
        await Eventually.UntilAsync(() => page.InnerTextAsync("article"), text =>
            text.Contains("unlocked", StringComparison.OrdinalIgnoreCase));
        // Who passed when is nobody's business here.
        Assert.DoesNotContain("Welcome", await page.InnerTextAsync("main"), StringComparison.Ordinal);
        await gateway.AskAsync(
            HttpMethod.Post, "/api/gates/s-gate/proposals", "chair",
            """{"closed":["22:30-05:00"],"resolution":"2026-17","effective_from":"SOONT00:00"}""");
        await Eventually.UntilAsync(() => page.InnerTextAsync("article"), text =>
            text.Contains("To be approved", StringComparison.Ordinal));
        await gateway.AskAsync(HttpMethod.Post, "/api/gates/s-gate/proposals/p1/approve", "secretary");
        await page.GotoAsync(gateway.Url + "/gates/s-gate?lang=zh");
        Assert.Contains(
            $"关闭 22:30–05:00，原来 23:00 开始，以后每天都这样。大门通行时间第 1 版，{RunningGateway.Soon} 00:00 起执行（决议 2026-17）",
            await page.InnerTextAsync("main"), StringComparison.Ordinal);
        Assert.DoesNotContain("chair", await gateway.GetAsync("/api/gates/s-gate"), StringComparison.Ordinal);
        Assert.DoesNotContain("secretary", await gateway.GetAsync("/api/gates/s-gate"), StringComparison.Ordinal);
        Assert.Contains("关闭 23:00–05:00", await page.InnerTextAsync("table.strip"), StringComparison.Ordinal);
        Assert.Empty(Errors);
    }

    [Fact]
    public async Task The_parking_page_shows_a_number_a_map_and_a_sentence_and_updates_without_a_reload()
    {
        await using var gateway = await RunningGateway.StartAsync();
        var sensors = await gateway.BaysAsync();
        foreach (var sensor in sensors)
            sensor.Start(occupied: false, "power_on");
        await Eventually.UntilAsync(() => gateway.GetAsync("/api/parking"), body => body.Contains("\"free\":4", StringComparison.Ordinal));
        var page = await OpenAsync(gateway.Url + "/parking?lang=zh");
        Assert.Equal("4", await page.InnerTextAsync("#numbers strong"));
        Assert.Equal("status", await page.GetAttributeAsync("#numbers", "role"));
        Assert.Contains("约需两周", await page.InnerTextAsync(".usual"), StringComparison.Ordinal);
        Assert.Equal("PPPP", string.Concat(await page.Locator(".bay text[font-size='20']").AllTextContentsAsync()));
        sensors[2].Park(true);
        await Eventually.UntilAsync(() => page.InnerTextAsync("#numbers strong"), text => text == "3");
        await Eventually.UntilAsync(async () =>
            string.Concat(await page.Locator(".bay text[font-size='20']").AllTextContentsAsync()), signs => signs == "PP●P");
        Assert.Equal("P03: 有车", await page.Locator(".bay-occupied title").TextContentAsync());
        // The newest phone of five years ago is 360 wide; nothing may lie beside it.
        await page.SetViewportSizeAsync(360, 640);
        Assert.True(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= 360"));
        Assert.True(await page.Locator("#numbers").IsVisibleAsync());
        Assert.Empty(Errors);
    }

    [Fact]
    public async Task The_language_is_remembered_and_an_unknown_station_is_not_found()
    {
        await using var gateway = await RunningGateway.StartAsync();
        var page = await OpenAsync(gateway.Url + "/");
        await page.ClickAsync("text=中文");
        await page.GotoAsync(gateway.Url + "/stations/station-1");
        Assert.Contains("垃圾分类站", await page.InnerTextAsync("main"), StringComparison.Ordinal);
        Assert.Equal(
            System.Net.HttpStatusCode.NotFound,
            (await gateway.Http.GetAsync(new Uri("/stations/station-99", UriKind.Relative))).StatusCode);
    }
}
