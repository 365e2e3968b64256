using System.Collections.Concurrent;
using Estate.Domain.Gate;
using Estate.FirmwareSim;
using Estate.TestKit;
using Estate.Web.Tests.Running;
using Xunit;

namespace Estate.Web.Tests.Gate;

/// <summary>A gate whose reader and lock hang on a board of its own, through real Mosquitto.</summary>
public sealed class MqttGateTests
{
    [Fact]
    public async Task A_known_card_opens_and_the_controller_locks_again_on_its_own()
    {
        await using var gateway = await RunningGateway.StartAsync();
        var gate = await gateway.MqttGateAsync();
        var answers = new ConcurrentQueue<string>();
        gate.Acknowledged = ack => answers.Enqueue(ack.Result);
        gate.Card("W26:0000FF");
        await Eventually.UntilAsync(() => answers.Contains(AccessEvent.DeniedUnknownCredential));
        Assert.True(gate.IsLocked);
        gate.Card("W26:D41B81");
        await Eventually.UntilAsync(() => gate.LastOrder == "pulse_unlock");
        // No further order is needed: the gateway may be gone by now.
        gateway.KillBroker();
        await Eventually.UntilAsync(() => gate.IsLocked);
        await gateway.StartBrokerAsync();
    }

    [Fact]
    public async Task An_exit_with_a_lower_number_opens_with_a_stalled_disk()
    {
        await using var gateway = await RunningGateway.StartAsync();
        var gate = await gateway.MqttGateAsync(boot: 9);
        gate.Push(true);
        gate.Push(false);
        await Eventually.UntilAsync(() => gate.Waiting == 0);
        gateway.LeaveDevice(gate);
        // A board whose memory was lost counts from the beginning again.
        var reset = await gateway.MqttGateAsync(boot: 2);
        using (TestDatabase.Lock(gateway.Data.Database))
        {
            var orders = reset.Executed.Count;
            reset.Push(true);
            await Eventually.UntilAsync(() => reset.LastOrder == "pulse_unlock" && reset.Executed.Count > orders);
        }
        await Eventually.UntilAsync(() => reset.Waiting == 0);
    }

    [Fact]
    public async Task A_press_and_a_card_held_by_the_broker_open_nothing_and_a_fire_does()
    {
        await using var gateway = await RunningGateway.StartAsync();
        using var board = new DeviceClient(
            new DeviceClientOptions
            {
                Host = "127.0.0.1",
                Port = gateway.BrokerPort,
                ClientId = "board",
                Credentials = new("north", gateway.Password("north"))
            }, TimeProvider.System);
        board.Start();
        await Eventually.UntilAsync(() => board.Current.State == ConnectionState.Ready);
        await gateway.StopGatewayAsync();
        // As fresh as can be when they were sent.
        foreach (
            var (seq, type, data) in new[] { (1, "card", """{"card":"W26:D41B81"}"""), (2, "inputs", Inputs(exit: true)),
            (3, "inputs", Inputs(exit: false)) })
            board.Publish("estate/test/gate/north/event", Said(seq, type, data));
        await Eventually.UntilAsync(() => board.Unacknowledged == 0);
        await gateway.StartGatewayAsync();
        await Eventually.UntilAsync(() => Kept("access_decided") == 1);
        await Eventually.UntilAsync(() =>
            TestDatabase.Count(gateway.Data.Database, "SELECT count(*) FROM event WHERE device = 'gate/north'") == 3);
        Assert.Equal(1, TestDatabase.Count(gateway.Data.Database, "SELECT count(*) FROM fact WHERE type = 'access_decided' AND "
            + $"instr(body, '{AccessEvent.DeniedAuthenticationFactorTimeout}')"));
        Assert.Equal(0, Kept("exit_requested"));

        await gateway.StopGatewayAsync();
        board.Publish("estate/test/gate/north/event", Said(4, "inputs", Inputs(exit: false, fire: true)));
        await Eventually.UntilAsync(() => board.Unacknowledged == 0);
        await gateway.StartGatewayAsync();
        await Eventually.UntilAsync(() => Kept("fire_input_changed") == 1);

        long Kept(string type) =>
            TestDatabase.Count(gateway.Data.Database, $"SELECT count(*) FROM fact WHERE device = 'gate/north' AND type = '{type}'");
    }

    private static string Inputs(bool exit, bool fire = false) =>
        $$"""{"open":false,"locked":null,"exit":{{(exit ? "true" : "false")}},"fire":{{(fire ? "true" : "false")}},"tamper":false}""";

    private static byte[] Said(int seq, string type, string data) =>
        System.Text.Encoding.UTF8.GetBytes(string.Create(System.Globalization.CultureInfo.InvariantCulture,
        $$$"""{"id":"n-{{{seq}}}","boot":1,"seq":{{{seq}}},"at":0,"clock":"unknown","age_ms":0,"type":"{{{type}}}","data":{{{data}}}}"""));

    [Fact]
    public async Task A_fire_at_the_controller_is_answered_with_a_stalled_disk()
    {
        await using var gateway = await RunningGateway.StartAsync();
        var gate = await gateway.MqttGateAsync();
        Assert.True(gate.IsLocked);
        using (TestDatabase.Lock(gateway.Data.Database))
        {
            gate.Fire(true);
            await Eventually.UntilAsync(() => gate.LastOrder == "unlock");
        }
        gate.Fire(false);
        await Eventually.UntilAsync(() => gate.Waiting == 0);
        // Latched: the order stands until a person resets it.
        Assert.False(gate.IsLocked);
    }
}
