using Estate.Domain.Devices;
using Estate.Domain.Gate;
using Estate.TestKit;
using NodaTime;
using Xunit;

namespace Estate.Domain.Tests.Gate;

/// <summary>What the broker kept while the gateway was away.</summary>
public sealed class DisconnectTests
{
    /// <summary>Home Assistant replayed an old press after each reconnect; here the person is gone.</summary>
    [Theory]
    [InlineData(0, 9, false)]
    [InlineData(0, 60, true)]
    [InlineData(60, 0, true)]
    public void An_exit_push_or_a_card_from_before_a_disconnect_opens_nothing_after_it(int ageSeconds, int heldSeconds, bool isOver)
    {
        var gate = new TestGate();
        var time = Aged(gate, Duration.FromSeconds(ageSeconds)) with { Held = Duration.FromSeconds(heldSeconds) };
        gate.Inputs(new(false, null, true, false, false), time);
        Assert.Equal(isOver, gate.IsLocked);
        Assert.Equal(isOver ? 0 : 1, gate.Facts<ExitRequested>().Count());
        gate.Inputs(new(false, null, false, false, false));
        gate.Pass(Duration.FromMinutes(1));
        Assert.True(gate.IsLocked);
        Assert.Equal(
            isOver ? AccessEvent.DeniedAuthenticationFactorTimeout : AccessEvent.Granted,
            gate.Card(time: Aged(gate, Duration.FromSeconds(ageSeconds)) with { Held = time.Held }));
        // A button still held down shows in the next inputs.
        gate.Inputs(new(false, null, true, false, false));
        Assert.False(gate.IsLocked);
    }

    [Fact]
    public void A_fire_from_before_a_disconnect_still_releases_after_it()
    {
        var gate = new TestGate();
        gate.Inputs(new(false, null, false, true, false), EventTime.Now(gate.Now) with { Held = Duration.FromHours(1) });
        Assert.False(gate.IsLocked);
    }

    [Fact]
    public void A_stored_fire_is_not_cleared_by_a_message_the_broker_held()
    {
        var gate = new TestGate();
        gate.Fire(true);
        gate.Restart();
        gate.Pass(Duration.FromSeconds(1));
        gate.Inputs(new(false, null, false, false, false), EventTime.Now(gate.Now) with { Held = EventTime.MaxAge });
        Assert.True(gate.State.IsFireActive);
        gate.Inputs(new(false, null, false, false, false));
        Assert.False(gate.State.IsFireActive);
    }

    private static EventTime Aged(TestGate gate, Duration age) => EventTime.Resolve(gate.Now - age, ClockTrust.Synced, age, gate.Now);
}
