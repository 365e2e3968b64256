using System.Text.Json;
using Estate.TestKit;
using Estate.Web.Tests.Running;
using Xunit;

namespace Estate.Web.Tests.Alerts;

/// <summary>From smoke to a robot that refuses, for a moment and for good.</summary>
public sealed class RefusedNotifierTests
{
    [Theory]
    [InlineData(45033)]
    [InlineData(77777)]
    public async Task A_refusal_that_nobody_documented_as_permanent_is_tried_again(int code)
    {
        using var robot = new ScriptedHttp(new ScriptedAnswer(200, $$"""{"errcode":{{code}}}"""), new(200, """{"errcode":0}"""));
        await using var gateway = await StartAsync(robot, robot);
        (await gateway.ChargerAsync()).Smoke(true);
        await Eventually.UntilAsync(() => TestDatabase.Count(gateway.Data.Database,
            "SELECT count(*) FROM outbox WHERE notifier = 'wecom' AND settled IS NOT NULL AND problem IS NULL AND attempts = 2") == 1);
        Assert.Equal(2, robot.Received.Count);
    }

    [Fact]
    public async Task A_robot_that_was_removed_is_an_alert_by_another_way()
    {
        using var robot = new ScriptedHttp(new ScriptedAnswer(200, """{"errcode":93000}"""));
        using var phone = new ScriptedHttp();
        await using var gateway = await StartAsync(robot, phone);
        (await gateway.ChargerAsync()).Smoke(true);
        await Eventually.UntilAsync(() => phone.Received.Any(heard =>
            heard.Body.Contains("notifier_refused", StringComparison.Ordinal)));
        var told = JsonDocument.Parse(phone.Received.First().Body).RootElement.GetProperty("data");
        Assert.Equal("wecom", told.GetProperty("key").GetProperty("component").GetString());
        Assert.Equal("high", told.GetProperty("severity").GetString());
        Assert.Contains("93000", told.GetProperty("value").GetProperty("en").GetString(), StringComparison.Ordinal);
        // The smoke's only; the robot is not told of its own removal.
        Assert.Single(robot.Received);
    }

    /// <summary>The duty phone comes an hour later: what reaches it before has no other way.</summary>
    private static Task<RunningGateway> StartAsync(ScriptedHttp robot, ScriptedHttp phone) => RunningGateway.StartAsync(
        $$"""
        alerts:
          ladder:
            - { zh: 台, en: Desk, after_min: 0, from: high, notify: [wecom] }
            - { zh: 电话, en: Phone, after_min: 60, from: high, notify: [duty] }
          notifiers:
            - { name: wecom, type: wecom }
            - { name: duty, type: webhook, url: "{{phone.Url}}" }
        """, secrets: [("wecom", new Uri(robot.Url, "robot?key=abc").ToString()), ("duty", "shared secret")]);
}
