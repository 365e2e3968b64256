using System.Net;
using System.Text.Json;
using Estate.Domain.People;
using Estate.TestKit;
using Estate.Web.Tests.Browser;
using Estate.Web.Tests.Running;
using Microsoft.Playwright;
using Xunit;

namespace Estate.Web.Tests.Parking;

/// <summary>A guard walks along the bays with a phone; what it found is said with how sure that is.</summary>
public sealed class BayAuditPageTests : ChromiumFixture
{
    private const string Walk = "/staff/parking/audit";

    [Fact]
    public async Task Without_JavaScript_a_guard_ticks_undoes_stops_and_goes_on()
    {
        await using var gateway = await RunningGateway.StartAsync();
        await TwoParkedAsync(gateway);
        await gateway.PersonAsync("guard", Role.Staff);
        var page = await PhoneAsync(gateway);
        Assert.Equal("0 of 4", await ProgressAsync(page));
        // What the sensors say must not lead the guard.
        Assert.DoesNotContain("unknown", await page.InnerTextAsync("main"), StringComparison.Ordinal);
        await PressAsync(page, "P01: taken");
        await PressAsync(page, "P02: free");
        Assert.Equal("2 of 4", await ProgressAsync(page));
        await PressAsync(page, "Undo P02");
        Assert.Equal("1 of 4", await ProgressAsync(page));
        await PressAsync(page, "P02: taken");
        var box = await page.GetByRole(AriaRole.Button, new() { Name = "P03: taken", Exact = true }).BoundingBoxAsync();
        Assert.True(box!.Height >= 60 && box.Width >= 120, $"{box.Width} x {box.Height}");

        page = await PhoneAsync(gateway);
        Assert.Equal("2 of 4", await ProgressAsync(page));
        await PressAsync(page, "P03: taken");
        await PressAsync(page, "P04: free");
        Assert.Equal("✓ 4 of 4", await ProgressAsync(page));
        await page.ClickAsync($"form[action='{Walk}/end'] button");
        var results = await page.InnerTextAsync("main");
        // P01 and P02 are taken, P03 and P04 free.
        Assert.Contains("75 %", results, StringComparison.Ordinal);
        Assert.Contains("75.0 % (30.1–95.4 %)", results, StringComparison.Ordinal);
        Assert.Contains("3 right of 4", results, StringComparison.Ordinal);
        Assert.StartsWith("P03", await page.InnerTextAsync("table >> nth=1 >> tbody tr >> nth=0"), StringComparison.Ordinal);
        await page.ClickAsync("main a.button");
        Assert.Equal("0 of 4", await ProgressAsync(page));
        Assert.Empty(Errors);
    }

    [Fact]
    public async Task Ticks_stand_in_the_journal_and_only_staff_make_or_read_them()
    {
        await using var gateway = await RunningGateway.StartAsync();
        await TwoParkedAsync(gateway);
        const string tick = """{"bay":"P01","occupied":false}""";
        Assert.Equal("token_needed", Reason(await gateway.AskAsync(HttpMethod.Post, "/api/parking/audit/ticks", null, tick)));
        Assert.Equal("not_your_role", Reason(await gateway.AskAsync(HttpMethod.Post, "/api/parking/audit/ticks", "chair", tick)));
        Assert.Equal("not_your_role", Reason(await gateway.AskAsync(HttpMethod.Get, "/api/parking/audit", "chair")));
        await gateway.AskAsync(HttpMethod.Post, "/api/parking/audit/ticks", "desk", tick);
        Assert.Equal("ticked_already", Reason(await gateway.AskAsync(HttpMethod.Post, "/api/parking/audit/ticks", "desk", tick)));
        Assert.Equal(
            "no_such_bay",
            Reason(await gateway.AskAsync(HttpMethod.Post, "/api/parking/audit/ticks", "desk", """{"bay":"X","occupied":true}""")));
        Assert.Equal(
            "bad_request", Reason(await gateway.AskAsync(HttpMethod.Post, "/api/parking/audit/ticks", "desk", """{"bay":"P02"}""")));
        await gateway.AskAsync(HttpMethod.Post, "/api/parking/audit/ticks", "desk", """{"bay":"P03","occupied":false}""");
        await gateway.AskAsync(HttpMethod.Post, "/api/parking/audit/undo", "desk", """{"bay":"P03"}""");
        var sum = await gateway.AskAsync(HttpMethod.Get, "/api/parking/audit");
        Assert.Equal((1, 1, 4), (Number(sum, "audit"), Number(sum, "ticks"), Number(sum, "bays")));
        Assert.Equal((0, 1), (Number(sum.GetProperty("all"), "right"), Number(sum.GetProperty("all"), "wrongly_occupied")));
        Assert.Equal(0.7935, sum.GetProperty("all").GetProperty("high").GetDouble());
        var sensor = Assert.Single((await gateway.AskAsync(HttpMethod.Get, "/api/parking/audit/sensors")).EnumerateArray());
        Assert.Equal(("P01", "p01"), (sensor.GetProperty("bay").GetString(), sensor.GetProperty("sensor").GetString()));
        var journal = (await gateway.AskAsync(HttpMethod.Get, "/api/journal/lot/main")).GetRawText();
        Assert.Contains("desk saw bay P01 free; the page said taken", journal, StringComparison.Ordinal);
        await gateway.AskAsync(HttpMethod.Post, "/api/parking/audit/end");
        Assert.Equal("no_audit", Reason(await gateway.AskAsync(HttpMethod.Post, "/api/parking/audit/end")));
    }

    [Fact]
    public async Task Pages_of_the_audit_are_for_staff_and_a_wrong_form_is_answered_in_words()
    {
        await using var gateway = await RunningGateway.StartAsync(withBroker: false);
        await gateway.PersonAsync("chen", "h1");
        await gateway.PersonAsync("guard", Role.Staff);
        using var resident = await gateway.BrowserOfAsync("chen");
        using (var answer = await resident.GetAsync(new Uri(Walk, UriKind.Relative)))
            Assert.Contains("/login", $"{answer.RequestMessage!.RequestUri} {answer.Headers.Location}", StringComparison.Ordinal);
        using (var answer = await RunningGateway.PostFormAsync(resident, Walk + "/tick", ("bay", "P01"), ("seen", "car")))
            Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        using var guard = await gateway.BrowserOfAsync("guard");
        foreach (var (bay, seen, said) in new[] { ("P01", "cow", "请选有车或空"), ("Z9", "car", "没有车位 Z9"), ("", "", "请选有车或空") })
        {
            using var answer = await RunningGateway.PostFormAsync(guard, Walk + "/tick", ("bay", bay), ("seen", seen));
            Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);
            Assert.Contains(said, WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync()), StringComparison.Ordinal);
        }
        Assert.Contains(
            "还没有核对过", WebUtility.HtmlDecode(await guard.GetStringAsync(Walk + "/results?lang=zh")), StringComparison.Ordinal);
    }

    /// <summary>P01 and P02 taken, P03 and P04 free.</summary>
    private static async Task TwoParkedAsync(RunningGateway gateway)
    {
        foreach (var (sensor, index) in (await gateway.BaysAsync()).Select((sensor, index) => (sensor, index)))
            sensor.Start(index < 2, "power_on");
        await Eventually.UntilAsync(
            () => gateway.AskAsync(HttpMethod.Get, "/api/parking"),
            counts => counts.TryGetProperty("counts", out var all) && (Number(all, "free"), Number(all, "occupied")) == (2, 2));
    }

    private async Task<IPage> PhoneAsync(RunningGateway gateway)
    {
        var page = await OpenAsync(gateway.Url + "/login?lang=en", javaScript: false);
        await page.SetViewportSizeAsync(390, 844);
        await LogInAsync(page, "guard");
        await IsAtAsync(page, "/staff/alerts");
        await page.GotoAsync(gateway.Url + Walk);
        return page;
    }

    private static async Task PressAsync(IPage page, string button) =>
        await page.GetByRole(AriaRole.Button, new() { Name = button, Exact = true }).ClickAsync();

    private static async Task<string> ProgressAsync(IPage page) => (await page.InnerTextAsync("#progress")).Trim();

    private static string? Reason(JsonElement answer) => answer.GetProperty("reason").GetString();

    private static int Number(JsonElement body, string name) => body.GetProperty(name).GetInt32();
}
