using System.Net;
using System.Text.Json;
using Estate.Domain.People;
using Estate.FirmwareSim;
using Estate.TestKit;
using Estate.Web.Tests.Browser;
using Estate.Web.Tests.Running;
using Microsoft.Playwright;
using Xunit;

namespace Estate.Web.Tests.Garage;

/// <summary>A garage for bicycles in a real browser: it fills before the reader's eyes, its door opens for who has a permit.</summary>
public sealed class GaragePageTests : ChromiumFixture
{
    private const string Door =
        "- { id: gate/bike-door, permits: garage/bikes, closed: \"\", open_means: card_required, pulse_s: \"2\" }";

    [Theory]
    [InlineData("zh", "满", "个自行车空位", "太多设备没有信号，数目不可靠")]
    [InlineData("en", "Full", "free places for bicycles", "too many devices are silent to tell")]
    public async Task A_garage_fills_before_the_readers_eyes(string language, string full, string what, string unknown)
    {
        await using var gateway = await RunningGateway.StartAsync();
        var page = await OpenAsync($"{gateway.Url}/garage?lang={language}");
        Assert.Contains("--", await page.InnerTextAsync("#garages"), StringComparison.Ordinal);
        Assert.Contains(unknown, await page.InnerTextAsync("#garages"), StringComparison.Ordinal);
        var box = await BoxAsync(gateway);
        box.Stand(1, 0);
        await UntilAsync(page, text => text.Contains($"3 {what}", StringComparison.Ordinal));
        for (var i = 0; i < 3; i++)
            box.Pass(isIn: true, "bicycle");
        await UntilAsync(page, text => text.Contains(full, StringComparison.Ordinal));
        box.Pass(isIn: false, "bicycle");
        await UntilAsync(page, text => text.Contains($"1 {what}", StringComparison.Ordinal));
        Assert.Empty(await ViolationsAsync($"{gateway.Url}/garage?lang={language}"));
        await page.GotoAsync($"{gateway.Url}/?lang={language}");
        Assert.Contains($"1 {what}", await page.InnerTextAsync("main"), StringComparison.Ordinal);
        Assert.Empty(Errors);
    }

    [Theory]
    [InlineData("zh", "有效的准入", "已有准入", "久未动")]
    [InlineData("en", "permit", "has a permit already", "Not moved for long")]
    public async Task Staff_issue_a_permit_count_and_have_a_bicycle_taken_away(string language, string none, string twice, string list)
    {
        await using var gateway = await RunningGateway.StartAsync(devices: Door);
        await gateway.PersonAsync("desk", Role.Staff);
        var box = await BoxAsync(gateway);
        box.Pass(isIn: true, "e_bike", "E2000001");
        await Eventually.UntilAsync(() => box.Waiting == 0);
        var page = await OpenAsync($"{gateway.Url}/login?lang={language}");
        await LogInAsync(page, "desk");
        await IsAtAsync(page, "/staff/alerts");

        await page.GotoAsync(gateway.Url + "/staff/garage/permits");
        Assert.Contains(none, await page.InnerTextAsync(".empty"), StringComparison.Ordinal);
        foreach (var _ in new[] { 1, 2 })
        {
            await page.FillAsync("#household", "h1");
            await page.ClickAsync("form[action$='/issue'] button");
        }
        Assert.Contains(twice, await page.InnerTextAsync(".problem"), StringComparison.Ordinal);
        Assert.Equal(1, await page.Locator("tbody tr").CountAsync());
        Assert.Empty(await ViolationsAsync(gateway.Url + "/staff/garage/permits", page));

        await page.GotoAsync(gateway.Url + "/staff/garage");
        Assert.Contains(list, await page.InnerTextAsync("nav[aria-label] >> text=" + list), StringComparison.Ordinal);
        await page.ClickAsync("main details summary >> nth=0");
        await page.FillAsync("#bicycles", "2");
        await page.FillAsync("#e_bikes", "1");
        await page.ClickAsync("form[action$='/count'] button");
        Assert.Contains("2", await page.InnerTextAsync(".count >> nth=0"), StringComparison.Ordinal);
        await page.GotoAsync(gateway.Url + "/staff/garage?list=all");
        await page.ClickAsync("tbody details summary");
        await page.FillAsync("tbody input[name=reason]", "no owner");
        await page.ClickAsync("tbody button");
        Assert.Equal(1, await page.Locator(".calm").CountAsync());
        Assert.Empty(await ViolationsAsync(gateway.Url + "/staff/garage?list=all", page));
        // What was refused, and nothing else.
        Assert.All(Errors, error => Assert.Contains("409", error, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_card_opens_the_door_where_its_household_has_a_permit()
    {
        await using var gateway = await RunningGateway.StartAsync(devices: Door);
        var door = new GateController(gateway.Options("bike-door"), TimeProvider.System);
        await gateway.StartAsync([door]);
        var answers = new System.Collections.Concurrent.ConcurrentQueue<string>();
        door.Acknowledged = ack => answers.Enqueue(ack.Result);
        door.Report();
        door.Card("W26:D41B81");
        await Eventually.UntilAsync(() => answers.Contains("denied_no_access_rights"));
        Assert.Equal("issued", Word(await AskAsync(gateway, "permits", """{"household":"h1"}"""), "result"));
        door.Card("W26:D41B81");
        await Eventually.UntilAsync(() => answers.Contains("granted") && door.LastOrder == "pulse_unlock");
    }

    [Fact]
    public async Task What_cannot_be_is_refused_with_its_reason_in_both_languages_and_changes_nothing()
    {
        await using var gateway = await RunningGateway.StartAsync(withBroker: false);
        var before = await gateway.GetAsync("/api/garages");
        foreach (var (path, body, reason) in new[]
        {
            ("count", """{"bicycles":-1,"e_bikes":0}""", "bad_count"), ("count", """{"bicycles":1}""", "bad_request"),
            ("permits", """{"household":"h99"}""", "unknown_household"), ("permits", """{"household":"h1","days":0}""", "bad_days"),
            ("permits/b7/end", "{}", "no_such_permit"),
        })
        {
            var refused = await AskAsync(gateway, path, body);
            Assert.Equal(reason, Word(refused, "reason"));
        }
        Assert.Equal("not_your_role", Word(await AskAsync(gateway, "count", """{"bicycles":1,"e_bikes":1}""", "chair"), "reason"));
        Assert.Equal(before, await gateway.GetAsync("/api/garages"));
        await gateway.PersonAsync("desk", Role.Staff);
        using var desk = await gateway.BrowserOfAsync("desk");
        foreach (var path in new[] { "/staff/garage?name=cars", "/staff/garage?list=old" })
            Assert.Equal(HttpStatusCode.BadRequest, (await desk.GetAsync(new Uri(path, UriKind.Relative))).StatusCode);
        foreach (var (language, words) in new[] { ("zh", "每种车应为 0 到 10000 辆"), ("en", "of each type there are 0 to 10000") })
        {
            using var answer = await RunningGateway.PostFormAsync(
                desk, $"/staff/garage/bikes/count?lang={language}", ("bicycles", "many"), ("e_bikes", "1"));
            Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);
            Assert.Contains(words, WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync()), StringComparison.Ordinal);
        }
    }

    private async Task<string[]> ViolationsAsync(string url, IPage? known = null)
    {
        var page = known ?? await OpenAsync(url);
        await Axe.AddToAsync(page);
        await page.GotoAsync(url, new() { WaitUntil = WaitUntilState.DOMContentLoaded });
        return await Axe.ViolationsAsync(page);
    }

    private static async Task<GarageBox> BoxAsync(RunningGateway gateway)
    {
        var box = new GarageBox(gateway.Options("bikes"), TimeProvider.System);
        await gateway.StartAsync([box]);
        return box;
    }

    private static Task<string> UntilAsync(IPage page, Func<string, bool> holds) =>
        Eventually.UntilAsync(() => page.InnerTextAsync("#garages"), text => holds(text.Replace('\n', ' ')));

    private static Task<JsonElement> AskAsync(RunningGateway gateway, string path, string body, string who = "desk") =>
        gateway.AskAsync(HttpMethod.Post, "/api/garages/bikes/" + path, who, body);

    private static string? Word(JsonElement answer, string name) => answer.GetProperty(name).GetString();
}
