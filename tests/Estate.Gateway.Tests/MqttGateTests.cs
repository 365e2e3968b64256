using System.Collections.Concurrent;
using Estate.Domain.Gate;
using Estate.TestKit;
using Xunit;

namespace Estate.Gateway.Tests;

/// <summary>A gate whose reader and lock hang on a board of its own, through real Mosquitto.</summary>
public sealed class MqttGateTests
{
    [Fact]
    public async Task A_known_card_opens_and_the_controller_locks_again_by_itself()
    {
        await using var gateway = await RunningGateway.StartAsync();
        var gate = await gateway.MqttGateAsync();
        var answers = new ConcurrentQueue<string>();
        gate.Acknowledged = ack => answers.Enqueue(ack.Result);
        gate.Card("W26:0000FF");
        await Eventually.SeeAsync(() => answers.Contains(AccessEvent.DeniedUnknownCredential));
        Assert.True(gate.IsLocked);
        gate.Card("W26:D41B81");
        await Eventually.SeeAsync(() => gate.LastOrder == "pulse_unlock");
        // No further order is needed: the gateway may be gone by now.
        gateway.KillBroker();
        await Eventually.SeeAsync(() => gate.IsLocked);
        await gateway.StartBrokerAsync();
    }

    [Fact]
    public async Task An_exit_numbered_below_what_was_heard_opens_although_the_disk_answers_nothing()
    {
        await using var gateway = await RunningGateway.StartAsync();
        var gate = await gateway.MqttGateAsync(boot: 9);
        gate.Push(true);
        gate.Push(false);
        await Eventually.SeeAsync(() => gate.Waiting == 0);
        gateway.LeaveDevice(gate);
        // A board whose memory was lost counts from the beginning again.
        var reset = await gateway.MqttGateAsync(boot: 2);
        using (TestDatabase.Lock(gateway.Data.Database))
        {
            var orders = reset.Executed.Count;
            reset.Push(true);
            await Eventually.SeeAsync(() => reset.LastOrder == "pulse_unlock" && reset.Executed.Count > orders);
        }
        await Eventually.SeeAsync(() => reset.Waiting == 0);
    }

    [Fact]
    public async Task A_fire_at_the_controller_is_answered_although_the_disk_answers_nothing()
    {
        await using var gateway = await RunningGateway.StartAsync();
        var gate = await gateway.MqttGateAsync();
        Assert.True(gate.IsLocked);
        using (TestDatabase.Lock(gateway.Data.Database))
        {
            gate.Fire(true);
            await Eventually.SeeAsync(() => gate.LastOrder == "unlock");
        }
        gate.Fire(false);
        await Eventually.SeeAsync(() => gate.Waiting == 0);
        // Latched: the order stands until a person resets it.
        Assert.False(gate.IsLocked);
    }
}
