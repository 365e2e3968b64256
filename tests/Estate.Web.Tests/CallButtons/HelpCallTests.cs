using System.Text.Json;
using Estate.Adapters.Notify;
using Estate.Domain.People;
using Estate.TestKit;
using Estate.Web.Tests.Browser;
using Estate.Web.Tests.Devices;
using Estate.Web.Tests.Running;
using Microsoft.Playwright;
using Xunit;

namespace Estate.Web.Tests.CallButtons;

/// <summary>A call for help that is taken and ended, and taxis, with real parts.</summary>
public sealed class HelpCallTests : ChromiumFixture
{
    private const string Phone = "138 0000 1234";

    [Theory]
    [InlineData("zh", "一键求助", "我来处理", "住户 h1", "显示家属电话（会留记录）", "结束求助", "没有人求助")]
    [InlineData("en", "Somebody calls for help", "I have it", "household h1", "Show the family's number (this is recorded)", "End the call",
        "Nobody calls for help")]
    public async Task A_call_for_help_is_taken_the_button_says_so_and_it_is_ended(
        string language, string title, string take, string whose, string show, string end, string over)
    {
        await using var gateway = await RunningGateway.StartAsync();
        await gateway.PersonAsync("desk", Role.Staff);
        var page = await OpenAsync($"{gateway.Url}/login?lang={language}");
        await LogInAsync(page, "desk");
        await IsAtAsync(page, "/staff/alerts");
        var refused = await gateway.AskAsync(
            HttpMethod.Post, "/api/call-buttons/call-01/family", "desk", $$"""{"household":"h1","phone":"{{Phone}}","consents":false}""");
        Assert.Equal("consent_needed", refused.GetProperty("reason").GetString());
        await gateway.AskAsync(
            HttpMethod.Post, "/api/call-buttons/call-01/family", "desk", $$"""{"household":"h1","phone":"{{Phone}}","consents":true}""");

        var button = await gateway.CallButtonAsync();
        button.Press("help", card: "CARD0001");
        await Eventually.UntilAsync(() => page.InnerTextAsync("#list"), text => text.Contains(title, StringComparison.Ordinal), 30);
        Assert.DoesNotContain("h1", await page.InnerTextAsync("#list"), StringComparison.Ordinal);
        await page.GetByRole(AriaRole.Button, new() { Name = take }).First.ClickAsync();
        await Eventually.UntilAsync(() => button.Shown.Contains("有人来帮您了") && button.Spoken.Contains("有人来帮您了"));

        await page.GotoAsync(gateway.Url + "/staff/calls");
        Assert.Contains(whose, await page.InnerTextAsync("#call-01"), StringComparison.Ordinal);
        Assert.DoesNotContain(Phone, await page.ContentAsync(), StringComparison.Ordinal);
        await page.GetByRole(AriaRole.Button, new() { Name = show }).ClickAsync();
        await Eventually.UntilAsync(() => page.InnerTextAsync("main"), text => text.Contains(Phone, StringComparison.Ordinal));
        await page.FillAsync("#outcome-call-01", "跌倒，没有受伤");
        await page.GetByRole(AriaRole.Button, new() { Name = end }).ClickAsync();
        await Eventually.UntilAsync(() => page.InnerTextAsync("#call-01"), text => text.Contains(over, StringComparison.Ordinal));
        var journal = await gateway.AskAsync(HttpMethod.Get, "/api/journal/call-button/call-01");
        Assert.DoesNotContain("1234", journal.GetRawText(), StringComparison.Ordinal);
        Assert.Contains("desk looked at the family", journal.GetRawText(), StringComparison.Ordinal);
        Assert.Empty(Errors);
    }

    [Fact]
    public async Task A_button_of_another_make_calls_for_help_and_its_battery_is_no_press()
    {
        await using var gateway = await RunningGateway.StartAsync(
            devices: "- { id: call-button/sos-1, profile: zigbee2mqtt-sos, topic: kitchen }");
        using var bridge = await Newcomer.StartAsync(gateway, "z2m", "zigbee2mqtt");
        bridge.Say("zigbee2mqtt/kitchen", """{"battery":97}""");
        await Eventually.UntilAsync(
            () => gateway.GetAsync("/api/devices"), text => text.Contains("97 %", StringComparison.Ordinal));
        var alerts = await gateway.AskAsync(HttpMethod.Get, "/api/alerts");
        Assert.DoesNotContain("help_called", alerts.GetRawText(), StringComparison.Ordinal);
        bridge.Say("zigbee2mqtt/kitchen", """{"action":"emergency","battery":97}""");
        await Eventually.UntilAsync(
            async () => (await gateway.AskAsync(HttpMethod.Get, "/api/alerts")).GetRawText(),
            text => text.Contains("help_called", StringComparison.Ordinal) && text.Contains("sos-1", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_taxi_is_asked_of_the_provider_by_the_contract_and_its_answer_stands_at_the_button()
    {
        using var provider = new ScriptedHttp(
            Answer("coming", "车牌 A12345，约 6 分钟"), Answer("arrived", "车到了"), Answer("picked_up", "祝您一路平安"));
        await using var gateway = await StartAsync(provider);
        var button = await gateway.CallButtonAsync();
        button.Press("taxi", card: "CARD0001");
        button.Press("taxi", card: "CARD0001");
        await Eventually.UntilAsync(() => button.Shown.Contains("祝您一路平安"), 30);
        Assert.Equal(["车牌 A12345，约 6 分钟", "车到了", "祝您一路平安"], button.Shown);
        Assert.All(provider.Received, heard =>
        {
            var (id, seconds) = (heard.Headers["webhook-id"], heard.Headers["webhook-timestamp"]);
            Assert.Equal(
                "v1," + WebhookNotifier.Sign("taxi key"u8.ToArray(), id, seconds, heard.Bytes), heard.Headers["webhook-signature"]);
            Assert.DoesNotContain("CARD", heard.Body, StringComparison.Ordinal);
            Assert.DoesNotContain("\"h1\"", heard.Body, StringComparison.Ordinal);
        });
        Assert.Equal(
            ["taxi.requested", "taxi.asked", "taxi.asked"],
            provider.Received.Take(3).Select(heard => JsonDocument.Parse(heard.Body).RootElement.GetProperty("type").GetString()));
        Assert.Single(provider.Received.Select(heard => heard.Headers["webhook-id"]).Distinct());
        await Eventually.UntilAsync(
            async () => (await gateway.AskAsync(HttpMethod.Get, "/api/call-buttons/counts")).GetRawText(),
            text => text.Contains("\"taxis\":1,\"picked_up\":1", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_provider_that_fails_is_asked_again_and_a_cancelled_taxi_is_told()
    {
        using var provider = new ScriptedHttp(
            new(500), new(200, "{}"), new(200, """{"stage":"searching"}"""), Answer("searching", "正在找车"));
        await using var gateway = await StartAsync(provider);
        var button = await gateway.CallButtonAsync();
        button.Press("taxi");
        await Eventually.UntilAsync(() => button.Shown.Contains("正在找车"), 30);
        provider.Add(Answer("cancelled", "已取消"));
        button.Press("cancel");
        await Eventually.UntilAsync(() => button.Shown.Contains("已取消"), 30);
        Assert.Contains(provider.Received, heard => heard.Body.Contains("taxi.cancelled", StringComparison.Ordinal));
        await Eventually.UntilAsync(
            async () => (await gateway.AskAsync(HttpMethod.Get, "/api/call-buttons/counts")).GetRawText(),
            text => text.Contains("\"cancelled\":1", StringComparison.Ordinal));
    }

    private static ScriptedAnswer Answer(string stage, string zh) =>
        new(200, JsonSerializer.Serialize(new { stage, text = new { zh, en = "words" } }));

    private static Task<RunningGateway> StartAsync(ScriptedHttp provider) => RunningGateway.StartAsync(
        $$"""
        providers: [ { service: taxi, url: "{{provider.Url}}", ask_every_s: 1 } ]
        """, secrets: [("../provider/taxi", "taxi key")]);
}
