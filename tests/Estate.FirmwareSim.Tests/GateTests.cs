using System.Text;
using Estate.Domain.Gate;
using Estate.TestKit;
using Xunit;

namespace Estate.FirmwareSim.Tests;

/// <summary>The simulated gate keeps the contract of docs/wire-protocol.md, against a real Mosquitto.</summary>
public sealed class GateTests
{
    [Fact]
    public void Simulated_frames_are_decoded_by_the_gateway()
    {
        foreach (var (_, data) in ReferenceCards.GateCards(1469))
        {
            var bits = Convert.ToUInt64(WiegandFrame.Of(data), 2);
            Assert.Equal($"W26:{data:X6}", Wiegand.Decode(new(bits, 26)).Card);
        }
        Assert.Equal(1469, ReferenceCards.GateCards(1469).DistinctBy(card => card.Data).Count());
    }

    [Fact]
    public async Task A_controller_opens_for_the_exit_button_and_ends_a_pulse_without_the_gateway()
    {
        using var folder = new TemporaryFolder();
        var port = Server.FreePort();
        using var broker = await TestServers.MosquittoAsync(folder, port);
        using var gateway = new DeviceClient(
            new DeviceClientOptions { Host = "127.0.0.1", Port = port, ClientId = "gateway" }, TimeProvider.System);
        gateway.Start();
        using var gate = new GateController(new DeviceOptions("s1", "north", "127.0.0.1", port), TimeProvider.System);
        gate.Start();
        await Eventually.UntilAsync(() => gate.IsOnline && gateway.Current.State == ConnectionState.Ready);
        Assert.True(gate.IsLocked);
        gate.Push(true);
        Assert.False(gate.IsLocked);
        gate.Push(false);
        gate.Fire(true);
        Assert.False(gate.IsLocked);
        gate.Fire(false);
        Assert.True(gate.IsLocked);

        var expires = TimeProvider.System.GetUtcNow().AddSeconds(30).ToUnixTimeMilliseconds();
        gateway.Publish(
            "estate/s1/gate/north/command",
            Encoding.UTF8.GetBytes(
                $$"""{"id":"c1","action":"door_value","issued":1,"expires":{{expires}},"data":{"value":"pulse_unlock","seconds":"1"} }"""));
        await Eventually.UntilAsync(() => !gate.IsLocked);
        await Eventually.UntilAsync(() => gate.IsLocked);
        gateway.Publish(
            "estate/s1/gate/north/command",
            Encoding.UTF8.GetBytes($$"""{"id":"c2","action":"door_value","issued":1,"expires":1,"data":{"value":"unlock"} }"""));
        gateway.Publish(
            "estate/s1/gate/north/command",
            Encoding.UTF8.GetBytes($$"""{"id":"c3","action":"door_value","issued":1,"expires":{{expires}},"data":{"value":"lock"} }"""));
        await Eventually.UntilAsync(() => gate.LastOrder == "lock");
        Assert.Equal(["c1", "c3"], gate.Executed);
    }

    [Fact]
    public async Task Simulated_people_pass_at_the_pins_and_the_bolt_follows_the_wire()
    {
        using var folder = new TemporaryFolder();
        using var pins = new ScriptedPins(folder.File("pins.sock"));
        using var people = new GatePeople(folder.File("pins.sock"), "gate/s-gate", [0xD41B81], new Random(1));
        await Eventually.UntilAsync(() =>
        {
            people.Step(0);
            return pins.IsConnected;
        });
        pins.Say("out gate/s-gate:lock 1");
        await Eventually.UntilAsync(() =>
        {
            people.Step(0);
            return pins.Heard.Contains("set gate/s-gate:lock_sense 1");
        });
        await Eventually.UntilAsync(() =>
        {
            people.Step(1);
            return pins.Heard.Contains("frame gate/s-gate:reader " + WiegandFrame.Of(0xD41B81))
                && pins.Heard.Contains("set gate/s-gate:exit 1");
        });
        pins.Say("out gate/s-gate:lock 0");
        await Eventually.UntilAsync(() =>
        {
            people.Step(1);
            return pins.Heard.Contains("set gate/s-gate:contact 1") && pins.Heard.Contains("set gate/s-gate:contact 0");
        });
    }
}
