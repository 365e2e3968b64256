using System.Net;
using Estate.Domain.People;
using Estate.FirmwareSim;
using Estate.TestKit;
using Estate.Web.Tests.Running;
using Xunit;

namespace Estate.Web.Tests.Sweeper;

/// <summary>A sweeper that staff stop and let go, and a rule that keeps it off the way to school.</summary>
public sealed class SweeperPageTests
{
    private const string SchoolRun =
        """
        rules:
          - id: school-run
            on: sweeper
            devices: [sweeper]
            when: local.hour >= 0
            title: {zh: 上学时段, en: School run}
            text: {zh: 上学时段, en: School run}
            do:
              - ask: {device: this, request: pause_zone, with: {zone: "'school-way'", minutes: "60"}}
        """;

    [Fact]
    public async Task Staff_stop_it_at_once_and_let_it_go_with_a_reason()
    {
        await using var gateway = await RunningGateway.StartAsync();
        var robot = await RobotAsync(gateway, "yard");
        await UntilAsync(robot, () => robot.Activity == "sweeping");
        await gateway.PersonAsync("desk", Role.Staff);
        using var desk = await gateway.BrowserOfAsync("desk");
        using var refused = await RunningGateway.PostFormAsync(desk, "/staff/sweepers/sweeper-1/stop?lang=zh", ("reason", " "));
        Assert.Equal(HttpStatusCode.Conflict, refused.StatusCode);
        Assert.Contains(
            "请写明原因", WebUtility.HtmlDecode(await refused.Content.ReadAsStringAsync()), StringComparison.Ordinal);
        using var stopped = await RunningGateway.PostFormAsync(desk, "/staff/sweepers/sweeper-1/stop?lang=en", ("reason", "a child"));
        await UntilAsync(robot, () => robot.Activity == "stopped");
        await Eventually.UntilAsync(
            () => desk.GetStringAsync("/staff/sweepers?lang=en"), html => html.Contains("desk: a child", StringComparison.Ordinal));
        using var let = await RunningGateway.PostFormAsync(desk, "/staff/sweepers/sweeper-1/go?lang=en", ("reason", "nobody there"));
        await UntilAsync(robot, () => robot.Activity == "sweeping");
    }

    [Fact]
    public async Task A_rule_keeps_it_off_the_way_to_school()
    {
        await using var gateway = await RunningGateway.StartAsync();
        var rules = Directory.CreateDirectory(Path.Combine(gateway.Data.Root, "rules"));
        await File.WriteAllTextAsync(Path.Combine(rules.FullName, "school.yaml"), SchoolRun);
        var robot = await RobotAsync(gateway, "school-way");
        await UntilAsync(robot, () => robot.Activity == "stopped");
        await gateway.PersonAsync("desk", Role.Staff);
        using var desk = await gateway.BrowserOfAsync("desk");
        Assert.Contains("Zone school-way is paused until", await desk.GetStringAsync("/staff/sweepers?lang=en"), StringComparison.Ordinal);
    }

    private static async Task<SweeperRobot> RobotAsync(RunningGateway gateway, params string[] zones)
    {
        var robot = new SweeperRobot(gateway.Options("sweeper-1"), TimeProvider.System, zones, new Random(1));
        await gateway.StartAsync([robot]);
        return robot;
    }

    private static Task UntilAsync(SweeperRobot robot, Func<bool> holds) => Eventually.UntilAsync(() =>
    {
        robot.Step(1);
        return holds();
    });
}
