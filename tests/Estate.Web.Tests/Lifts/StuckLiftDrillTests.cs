using System.Text.Json;
using Estate.Domain.People;
using Estate.TestKit;
using Estate.Web.Tests.Browser;
using Estate.Web.Tests.Devices;
using Estate.Web.Tests.Running;
using Xunit;

namespace Estate.Web.Tests.Lifts;

/// <summary>A lift sticks with somebody in it, with real parts: handed on by its own ladder, taken, and over when the door opens.</summary>
public sealed class StuckLiftDrillTests : ChromiumFixture
{
    [Theory]
    [InlineData("zh", "电梯困人", "我来处理", "desk 在处理", "被困人员已能出来", "正常")]
    [InlineData("en", "People are trapped in a lift", "I have it", "desk has it", "Whoever was trapped can leave the car", "Runs")]
    public async Task A_stuck_lift_is_handed_on_taken_and_over(
        string language, string title, string take, string taken, string freed, string runs)
    {
        using var phone = new ScriptedHttp();
        await using var gateway = await RunningGateway.StartAsync(
            $$"""
            alerts:
              ladder: [ { zh: 值班台, en: Desk, after_min: 0 } ]
              ladders:
                - for: [trapped]
                  steps:
                    - { zh: 值班电话, en: Duty phone, after_min: 0, notify: [duty] }
                    - { zh: 维保单位, en: Firm, after_min: 0.03, notify: [duty] }
              notifiers:
                - { name: duty, type: webhook, url: "{{phone.Url}}" }
            """, secrets: [("duty", "shared secret")]);
        await gateway.PersonAsync("desk", Role.Staff);
        var page = await OpenAsync($"{gateway.Url}/login?lang={language}");
        await LogInAsync(page, "desk");
        await IsAtAsync(page, "/staff/alerts");

        var lift = await gateway.LiftAsync();
        (lift.Position, lift.LoadKg) = (7, 71);
        lift.TellChange();
        (lift.IsInDoorZone, lift.IsAlarmPressed) = (false, true);
        lift.TellChange();
        await Eventually.UntilAsync(() => page.InnerTextAsync("#list"), text => text.Contains(title, StringComparison.Ordinal), 30);
        await Eventually.UntilAsync(() => phone.Received.Count >= 2, 30);
        Assert.Equal(
            ["alert.raised", "alert.escalated"],
            phone.Received.Select(heard => JsonDocument.Parse(heard.Body).RootElement)
                .Where(body => body.GetProperty("data").GetProperty("key").GetProperty("type").GetString() == "trapped")
                .Select(body => body.GetProperty("type").GetString()));
        await page.GetByRole(Microsoft.Playwright.AriaRole.Button, new() { Name = take }).First.ClickAsync();
        await Eventually.UntilAsync(() => page.InnerTextAsync("#list"), text => text.Contains(taken, StringComparison.Ordinal));

        await page.GotoAsync(gateway.Url + "/staff/lifts");
        Assert.Contains(title[^2..], await page.InnerTextAsync("#lift-01"), StringComparison.Ordinal);
        (lift.IsInDoorZone, lift.IsDoorOpen, lift.IsAlarmPressed) = (true, true, false);
        lift.TellChange();
        await Eventually.UntilAsync(async () =>
        {
            await page.ReloadAsync();
            return await page.InnerTextAsync("#lift-01 strong");
        }, text => text == runs);
        await page.GotoAsync(gateway.Url + "/staff/journal/lift/lift-01");
        Assert.Contains(freed, await page.InnerTextAsync("main"), StringComparison.Ordinal);
        Assert.Empty(Errors);
    }

    [Theory]
    [InlineData("zh", "登记保养", "还没有登记过保养", "上次保养")]
    [InlineData("en", "Note a maintenance", "No maintenance is noted yet", "Last maintained")]
    public async Task A_maintenance_is_noted_by_staff_and_read_by_everybody(string language, string open, string before, string after)
    {
        await using var gateway = await RunningGateway.StartAsync();
        (await gateway.LiftAsync()).TellChange();
        await gateway.PersonAsync("desk", Role.Staff);
        var page = await OpenAsync($"{gateway.Url}/login?lang={language}");
        await LogInAsync(page, "desk");
        await IsAtAsync(page, "/staff/alerts");
        await page.GotoAsync(gateway.Url + "/staff/lifts");
        Assert.Contains(before, await page.InnerTextAsync("main"), StringComparison.Ordinal);
        await page.ClickAsync($"summary:has-text('{open}')");
        await page.FillAsync("#firm-lift-01", "上海某电梯公司");
        await page.ClickAsync("#lift-01 form button");
        await Eventually.UntilAsync(() => page.InnerTextAsync("main"), text => text.Contains(after, StringComparison.Ordinal));
        var lift = (await gateway.AskAsync(HttpMethod.Get, "/api/lifts"))[0];
        Assert.Equal(("stopped", "closed", "runs"), (
            lift.GetProperty("car_moving_direction").GetString(), lift.GetProperty("car_door_status").GetString(),
            lift.GetProperty("situation").GetString()));
        await page.GotoAsync(gateway.Url + "/lifts");
        Assert.Contains(after, await page.InnerTextAsync("main"), StringComparison.Ordinal);
        Assert.Equal(0, await page.Locator("main form[method=post]").CountAsync());
    }

    [Fact]
    public async Task A_monitor_of_another_make_that_says_it_moves_and_gets_nowhere_is_a_stuck_lift()
    {
        await using var gateway = await RunningGateway.StartAsync(devices:
            "- { id: lift/lift-7, profile: open-rmf-lift, topic: seven, floors: \"B1, L1, L2\", travel_s: \"5\" }");
        using var monitor = await Newcomer.StartAsync(gateway, "lift-7", "lift-7");
        monitor.Say("rmf/seven/lift_state", """{"current_floor":"L1","door_state":0,"motion_state":1,"current_mode":1}""");
        await Eventually.UntilAsync(
            async () => (await gateway.AskAsync(HttpMethod.Get, "/api/alerts")).GetRawText(),
            text => text.Contains("trapped", StringComparison.Ordinal) && text.Contains("lift-7", StringComparison.Ordinal), 30);
        var lift = (await gateway.AskAsync(HttpMethod.Get, "/api/lifts"))[1];
        Assert.Equal(("L1", 2), (lift.GetProperty("floor_text").GetString(), lift.GetProperty("car_position").GetInt32()));
    }

    [Fact]
    public async Task A_lift_on_floor_999_and_negative_trips_are_refused_with_a_reason()
    {
        await using var gateway = await RunningGateway.StartAsync();
        var lift = await gateway.LiftAsync();
        var answers = new System.Collections.Concurrent.ConcurrentQueue<(string Result, string? Text)>();
        lift.Acknowledged = ack => answers.Enqueue((ack.Result, ack.DisplayText));
        lift.Position = 999;
        lift.TellChange();
        (lift.Position, lift.Trips) = (1, -3);
        lift.TellChange();
        await Eventually.UntilAsync(() => answers.Count == 2);
        Assert.All(answers, answer => Assert.Equal("refused", answer.Result));
        Assert.Equal(JsonValueKind.Null, (await gateway.AskAsync(HttpMethod.Get, "/api/lifts"))[0].GetProperty("car_position").ValueKind);
    }
}
