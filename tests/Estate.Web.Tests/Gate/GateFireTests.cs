using Estate.Gateway;
using Estate.TestKit;
using Estate.Web.Tests.Running;
using Xunit;
using static Estate.Web.Tests.Gate.SideGate;

namespace Estate.Web.Tests.Gate;

/// <summary>A fire at the gate on simulated wires: released whatever stands still, and kept until a person resets it.</summary>
public sealed class GateFireTests
{
    [Theory]
    [InlineData("gate/s-gate:fire")]
    [InlineData("gate/s-gate:exit")]
    public async Task Fire_and_exit_release_without_broker_and_with_a_stalled_disk(string wire)
    {
        await using var gateway = await RunningGateway.StartAsync();
        using var person = gateway.AtTheGate();
        await person.UntilAsync(Locked);
        gateway.KillBroker();
        using (TestDatabase.Lock(gateway.Data.Database))
        {
            // Something to write, so that the committer really waits for the disk.
            await person.SendAsync(Frame(0xBAD));
            await person.SendAsync($"set {wire} 1");
            await person.UntilAsync(Released);
        }
    }

    [Fact]
    public async Task A_fire_release_survives_a_kill_until_a_person_resets_it()
    {
        await using var gateway = await RunningGateway.StartAsync();
        using (var person = gateway.AtTheGate())
        {
            await person.UntilAsync(Locked);
            await person.SendAsync("set gate/s-gate:fire 1");
            await person.UntilAsync(Released);
            await Eventually.UntilAsync(() =>
                TestDatabase.Count(gateway.Data.Database, "SELECT count(*) FROM fact WHERE body LIKE '%fire_input_changed%'") == 1);
        }
        await gateway.StopGatewayAsync();
        await gateway.StartGatewayAsync();
        using var after = gateway.AtTheGate();
        Assert.Equal("alarm", (await StateAsync(gateway)).GetProperty("door_alarm_state").GetString());
        var reset = await Eventually.UntilAsync(
            () => gateway.AskAsync(HttpMethod.Post, "/api/gates/s-gate/alarms/alarm/reset", "desk", """{"reason":"drill is over"}"""),
            answer => !answer.TryGetProperty("reason", out _));
        Assert.Equal("done", reset.GetProperty("result").GetString());
        await after.UntilAsync(Locked);
    }

    [Fact]
    public async Task A_start_during_a_fire_never_locks()
    {
        await using var gateway = await RunningGateway.StartAsync(withBroker: false);
        await gateway.StopGatewayAsync();
        var pins = new BurningPins();
        gateway.Platform = PlatformServices.Real with { OpenPins = (_, _, _) => pins };
        await gateway.StartGatewayAsync();
        await Eventually.UntilAsync(() => !pins.Driven.IsEmpty);
        await Eventually.UntilAsync(() => StateAsync(gateway), state => state.GetProperty("authority").GetString() == "fire");
        Assert.DoesNotContain(true, pins.Driven);
    }

    [Fact]
    public async Task A_gateway_killed_during_a_fire_with_a_standing_order_restores_both()
    {
        await using var gateway = await RunningGateway.StartAsync(withBroker: false);
        await gateway.StopGatewayAsync();
        var url = new Uri(gateway.Url);
        using (await Server.StartAsync(
            url.Port, "dotnet", Path.Combine(AppContext.BaseDirectory, "Estate.Cli.dll"), "run", "--estate", gateway.EstateFile, "--data",
            gateway.Data.Root, "--urls", gateway.Url))
        {
            using var person = gateway.AtTheGate();
            await person.UntilAsync(Locked);
            await gateway.AskAsync(HttpMethod.Post, "/api/gates/s-gate/lock-down", "desk", """{"on":true,"reason":"drill"}""");
            await person.SendAsync("set gate/s-gate:fire 1");
            await person.UntilAsync(Released);
            await Eventually.UntilAsync(() =>
                TestDatabase.Count(gateway.Data.Database, "SELECT count(*) FROM fact WHERE body LIKE '%fire_input_changed%'") == 1);
            // Disposed: SIGKILL, nothing of it runs to an end.
        }
        await gateway.StartGatewayAsync();
        var state = await Eventually.UntilAsync(() => StateAsync(gateway), state => state.GetProperty("authority").GetString() == "fire");
        Assert.Equal(
            ("alarm", "unlocked"), (state.GetProperty("door_alarm_state").GetString(), state.GetProperty("lock_status").GetString()));
        Assert.Equal(
            "done", (await gateway.AskAsync(HttpMethod.Post, "/api/gates/s-gate/alarms/alarm/reset", "desk", """{"reason":"over"}"""))
                .GetProperty("result").GetString());
        Assert.Equal("lock_down", (await StateAsync(gateway)).GetProperty("authority").GetString());
    }
}
