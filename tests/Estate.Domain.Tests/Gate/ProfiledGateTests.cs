using Estate.Domain.Devices;
using Estate.Domain.Gate;
using Estate.TestKit;
using NodaTime;
using Xunit;

namespace Estate.Domain.Tests.Gate;

/// <summary>A strike on a relay of another make: whatever becomes of the gateway, it is locked again by itself soon.</summary>
public sealed class ProfiledGateTests
{
    private readonly TestGate _gate = new(profile: new TestProfile());

    [Fact]
    public void A_release_says_its_end_and_is_forgotten_where_it_comes_late()
    {
        _gate.Card();
        var release = Last();
        Assert.Equal(("release", "5"), (release.Action, release.Arguments.Single(one => one.Name == "max_s").Value));
        Assert.Equal(Duration.FromSeconds(10), release.ExpiresAt - release.IssuedAt);
        _gate.Pass(Duration.FromSeconds(6));
        Assert.Equal(("lock", 0), (Last().Action, Last().Arguments.Length));
    }

    [Fact]
    public void What_is_free_without_an_end_is_a_release_that_is_renewed()
    {
        _gate.Ask(new OperateDoor(TestGate.SGate, DoorValue.Unlock, "the movers"));
        _gate.Pass(Duration.FromMinutes(10));
        var orders = _gate.Outcomes.OfType<Actuated>().Select(one => one.Wire).Where(one => one.Action == "release").ToList();
        Assert.InRange(orders.Count, 10, 12);
        Assert.All(orders, one => Assert.Equal("90", Assert.Single(one.Arguments).Value));
        Assert.All(orders.Zip(orders.Skip(1)), pair => Assert.InRange(
            pair.Second.IssuedAt - pair.First.IssuedAt, Duration.FromSeconds(1), Duration.FromSeconds(61)));
        _gate.Ask(new LockDownDoor(TestGate.SGate, true, "a drill"));
        Assert.Equal("lock", Last().Action);
    }

    [Fact]
    public void What_it_says_of_its_door_and_its_lock_is_put_together()
    {
        Say(new(Open: true, null, null));
        Say(new(null, Locked: true, null));
        Assert.Equal((true, true), (_gate.State.IsOpen, _gate.State.IsLockSensed));
        Say(new(Open: false, null, Tampered: true));
        Assert.Equal((false, true, true), (_gate.State.IsOpen, _gate.State.IsLockSensed, _gate.State.IsTampered));
    }

    /// <summary>A wire of old said so, and nothing that a foreign relay knows is a fire panel.</summary>
    [Fact]
    public void What_it_says_of_its_door_resets_no_fire()
    {
        _gate.Fire(true);
        Say(new(Open: false, Locked: false, null));
        Assert.True(_gate.State.IsFireLatched);
        Assert.Equal("release", Last().Action);
    }

    [Fact]
    public void A_relay_that_does_not_follow_is_a_fault_of_the_lock()
    {
        Say(new(Open: false, Locked: false, null));
        _gate.Pass(Duration.FromSeconds(5));
        Assert.True(_gate.State.Has(DoorAlarmState.LockFault));
    }

    [Fact]
    public void A_magnet_behind_it_is_refused() => Assert.Contains(
        "gate/s-gate: lock_type is 'fail_safe', and its relay is of another make (test)",
        Assert.Throws<FormatException>(() => new TestGate(settings => settings["lock_type"] = "fail_safe", profile: new TestProfile()))
            .Message, StringComparison.Ordinal);

    private Command Last() => _gate.Outcomes.OfType<Actuated>().Last().Wire;

    private void Say(DoorPart part) => _gate.Step(new DeviceTelemetry(TestGate.SGate, EventTime.Now(_gate.Now), part));
}
