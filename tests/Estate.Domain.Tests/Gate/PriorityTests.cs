using Estate.Domain.Devices;
using Estate.Domain.Gate;
using Estate.Domain.Gate.Schedules;
using Estate.TestKit;
using FsCheck;
using FsCheck.Fluent;
using NodaTime;
using Xunit;
using static Estate.TestKit.TestGate;

namespace Estate.Domain.Tests.Gate;

/// <summary>P-A3 to P-A9, on random histories.</summary>
public sealed class PriorityTests
{
    private static readonly Duration Second = Duration.FromSeconds(1);

    [Fact]
    public void Fire_overrides_every_order_until_a_person_resets_it()
    {
        var gate = new TestGate();
        gate.Ask(new LockDownDoor(SGate, true, "drill"), "guard");
        gate.Fire(true);
        Assert.False(gate.IsLocked);
        gate.Ask(new OperateDoor(SGate, DoorValue.Lock, "mistake"), "guard");
        Assert.False(gate.IsLocked);
        Assert.Equal("cause_still_there", gate.Ask(new ResetDoorAlarm(SGate, DoorAlarmState.Alarm, "too early"), "guard").Reason);
        gate.Fire(false);
        gate.Pass(Duration.FromMinutes(10), Second * 10);
        Assert.False(gate.IsLocked);
        gate.Restart();
        gate.Tick();
        Assert.False(gate.IsLocked);
        Assert.Equal("done", gate.Ask(new ResetDoorAlarm(SGate, DoorAlarmState.Alarm, "fire brigade left"), "guard").Result);
        Assert.True(gate.IsLocked);
    }

    [Fact]
    public void Lock_down_shuts_everybody_out_and_nobody_in()
    {
        var gate = new TestGate();
        gate.Card();
        gate.Ask(new LockDownDoor(SGate, true, "stranger"), "guard");
        Assert.True(gate.IsLocked);
        Assert.Equal(AccessEvent.DeniedDenyAll, gate.Card());
        Assert.Equal("held_locked", gate.Ask(new OperateDoor(SGate, DoorValue.PulseUnlock, "visitor"), "guard").Reason);
        gate.Exit(true);
        Assert.False(gate.IsLocked);
        gate.Exit(false);
        gate.Pass(Second * 10);
        Assert.True(gate.IsLocked);
        gate.Ask(new LockDownDoor(SGate, false, "over"), "guard");
        Assert.Equal(AccessEvent.Granted, gate.Card());
    }

    [Fact]
    public void An_operators_order_outranks_the_schedule_until_it_is_relinquished()
    {
        var gate = new TestGate();
        Assert.Equal("bad_minutes", gate.Ask(new OperateDoor(SGate, DoorValue.Unlock, "furniture van", 1441), "guard").Reason);
        gate.Ask(new OperateDoor(SGate, DoorValue.Unlock, "furniture van", 1440), "guard");
        gate.PassUntil(gate.At(2026, 3, 4, 22, 30));
        Assert.False(gate.State.Has(DoorAlarmState.HeldUnlocked) && gate.State.Access == GateAccess.Free);
        gate.PassUntil(gate.At(2026, 3, 4, 23, 30));
        Assert.False(gate.IsLocked);
        Assert.True(gate.State.Has(DoorAlarmState.HeldUnlocked));
        gate.Ask(new OperateDoor(SGate, null, "done"), "guard");
        Assert.True(gate.IsLocked);
        gate.Ask(new OperateDoor(SGate, DoorValue.Lock, "repair"), "guard");
        Assert.Equal(AccessEvent.DeniedPointNoAccessRights, gate.Card());
        gate.Restart();
        gate.Tick();
        Assert.Equal(DoorAuthority.Operator, gate.State.Authority);
        Assert.Equal(["unlock", "relinquish", "lock"], gate.Facts<OperatorActed>().Select(fact => fact.Order));
    }

    [Fact]
    public void A_gate_held_open_closes_after_its_time_limit()
    {
        var gate = new TestGate();
        Assert.Equal(
            [("minutes", 60L)],
            gate.Ask(new OperateDoor(SGate, DoorValue.Unlock, "furniture van"), "guard").Numbers.Select(pair =>
                (pair.Name, (long)pair.Value)));
        gate.Pass(Duration.FromMinutes(59), Second * 10);
        gate.Restart();
        gate.Tick();
        Assert.False(gate.IsLocked);
        gate.Pass(Duration.FromMinutes(1), Second);
        Assert.True(gate.IsLocked);
        Assert.Equal(["unlock guard", "relinquish guard"], gate.Facts<OperatorActed>().Select(fact => $"{fact.Order} {fact.By}"));
    }

    [Fact]
    public void A_button_held_down_renews_a_pulse_that_ends_without_the_gateway()
    {
        var gate = new TestGate();
        gate.Exit(true);
        gate.Pass(Duration.FromMinutes(5));
        var orders = gate.Outcomes.OfType<Actuated>().Where(told => !told.IsActive).Select(told => told.Wire).ToList();
        Assert.InRange(orders.Count, 5, 6);
        Assert.All(orders, order => Assert.Equal([("value", "pulse_unlock"), ("seconds", "70")], order.Arguments));
    }

    [Fact]
    public void A_second_persons_card_still_counts_when_the_first_shuts_the_gate()
    {
        var gate = new TestGate();
        gate.Card();
        gate.Open();
        gate.Pass(Second * 2);
        gate.Card("W26:000001");
        gate.Close();
        Assert.False(gate.IsLocked);
        gate.Open();
        gate.Close();
        Assert.True(gate.IsLocked);
    }

    [Theory]
    [InlineData(ClockTrust.Unknown)]
    [InlineData(ClockTrust.Synced)]
    public void The_exit_opens_immediately_at_any_hour_and_clock_trust(ClockTrust clock)
    {
        var gate = new TestGate { Clock = clock };
        gate.Now = gate.At(2026, 3, 4, 2, 0);
        gate.Exit(true);
        Assert.False(gate.IsLocked);
    }

    [Fact]
    public void Every_safety_property_holds_in_random_histories() =>
        Prop.ForAll(Gen.Choose(0, 13).ArrayOf().Resize(120).ToArbitrary(), Gen.Choose(0, 1439).ToArbitrary(), (acts, minute) =>
        {
            var gate = new TestGate(hasLockSensor: minute % 2 == 0);
            gate.Now += Duration.FromMinutes(minute);
            gate.Tick();
            foreach (var act in acts)
                Check(gate, act);
            var numbers = gate.Facts<AccessDecided>().Select(fact => fact.Number).ToList();
            Assert.Equal(Enumerable.Range(1, numbers.Count).Select(number => (long)number), numbers);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(300));

    private static void Check(TestGate gate, int act)
    {
        Do(gate, act);
        var state = gate.State;
        if (state.IsFireActive || state.IsFireLatched)
            Assert.False(gate.IsLocked, "P-A3: fire means unlocked");
        else if (state.IsExitPressed || gate.Uptime < state.Timers.ExitUntil)
            Assert.False(gate.IsLocked, "P-A4: exit means unlocked");
        else if (state.LockDown is not null || state.Operator is { Value: DoorValue.Lock })
            Assert.True(gate.IsLocked, "P-A8: a lower pulse does not defeat a higher lock");
        else if (!gate.IsLocked && state.Operator is null && state.Access != GateAccess.Free)
            Assert.True(gate.Uptime < state.Timers.GrantUntil, "P-A7: no pulse is longer than its time");
    }

    /// <summary>P-A5, on all that the wires can say and all alarms that can stand; the rule is domain facts 3.7, not the code's.</summary>
    [Fact]
    public void Secured_means_shut_locked_faultless_and_untampered()
    {
        bool?[] words = [true, false, null];
        DoorAlarmState[][] alarms = [
            [], [DoorAlarmState.DoorFault], [DoorAlarmState.LockFault], [DoorAlarmState.Tamper], [DoorAlarmState.ForcedOpen],
            [DoorAlarmState.ClockUntrusted]];
        var seen = 0;
        foreach (var (open, sensed, told,
            standing) in from open in words
                         from sensed in words
                         from told in words
                         where told is not null
                         from standing in alarms
                         select (
                open, sensed, told!.Value, standing))
        {
            var state = new GateState { Versions = [], IsOpen = open, IsLockSensed = sensed, IsLocked = told, Alarms = [.. standing] };
            var isLocked = sensed ?? told;
            var isTroubled = standing.Any(alarm => alarm != DoorAlarmState.ClockUntrusted);
            Assert.Equal(open == false && isLocked && !isTroubled, state.SecuredStatus == SecuredStatus.Secured);
            // Unknown is not secured, and no reason to say that somebody broke in.
            Assert.Equal(
                open is null && isLocked && standing is not [DoorAlarmState.DoorFault] and not [DoorAlarmState.LockFault],
                state.SecuredStatus == SecuredStatus.Unknown);
            seen++;
        }
        Assert.Equal(108, seen);
    }

    /// <summary>
    /// P-A6, by the list of reasons for which somebody may open: each alone, each over by a second, and all wires in one message.
    /// </summary>
    [Theory]
    [InlineData("nothing", true)]
    [InlineData("card", false)]
    [InlineData("card, too late", true)]
    [InlineData("card, in hand as it ran out", false)]
    [InlineData("unknown card", true)]
    [InlineData("exit held", false)]
    [InlineData("exit let go", false)]
    [InlineData("exit, too late", true)]
    [InlineData("fire", false)]
    [InlineData("fire over, not reset", false)]
    [InlineData("fire reset", true)]
    [InlineData("free hours", false)]
    [InlineData("held open by staff", false)]
    [InlineData("card under lock-down", true)]
    [InlineData("exit under lock-down", false)]
    [InlineData("exit and open in one message", false)]
    [InlineData("fire and open in one message", false)]
    [InlineData("tamper and open in one message", true)]
    public void A_forced_door_is_exactly_an_unauthorised_opening(string history, bool isForced)
    {
        var gate = new TestGate(values => values["open_means"] = history == "free hours" ? "free" : "card_required");
        var open = new DoorInputs(true, null, false, false, false);
        switch (history)
        {
            case "card": gate.Card(); break;
            case "card, too late": gate.Card(); gate.Pass(Second * 9); break;
            case "card, in hand as it ran out": gate.Card(); gate.Pass(Second * 6); break;
            case "unknown card": gate.Card("W26:0000FF"); break;
            case "exit held": gate.Exit(true); open = open with { Exit = true }; break;
            case "exit let go": gate.Exit(true); gate.Exit(false); gate.Pass(Second * 9); break;
            case "exit, too late": gate.Exit(true); gate.Exit(false); gate.Pass(Second * 14); break;
            case "fire": gate.Fire(true); open = open with { Fire = true }; break;
            case "fire over, not reset": gate.Fire(true); gate.Fire(false); break;
            case "fire reset":
                gate.Fire(true); gate.Fire(false); gate.Ask(
                new ResetDoorAlarm(SGate, DoorAlarmState.Alarm, "over"), "guard"); break;
            case "held open by staff": gate.Ask(new OperateDoor(SGate, DoorValue.Unlock, "van"), "guard"); break;
            case "card under lock-down": gate.Ask(new LockDownDoor(SGate, true, "drill"), "guard"); gate.Card(); break;
            case "exit under lock-down":
                gate.Ask(new LockDownDoor(SGate, true, "drill"), "guard"); gate.Exit(true); open = open with
                { Exit = true }; break;
            case "exit and open in one message": open = open with { Exit = true }; break;
            case "fire and open in one message": open = open with { Fire = true }; break;
            case "tamper and open in one message": open = open with { Tamper = true }; break;
        }
        gate.Inputs(open);
        Assert.Equal(isForced, gate.State.Has(DoorAlarmState.ForcedOpen));
    }

    private static void Do(TestGate gate, int act)
    {
        switch (act)
        {
            case 0: gate.Card(); break;
            case 1: gate.Card("W26:0000FF"); break;
            case 2: gate.Open(); break;
            case 3: gate.Close(); break;
            case 4: gate.Exit(true); break;
            case 5: gate.Exit(false); break;
            case 6: gate.Fire(true); break;
            case 7: gate.Fire(false); break;
            case 8: gate.Ask(new LockDownDoor(SGate, gate.State.LockDown is null, "act"), "guard"); break;
            case 9: gate.Ask(new OperateDoor(SGate, gate.State.Operator is null ? DoorValue.Lock : null, "act"), "guard"); break;
            case 10: gate.Ask(new OperateDoor(SGate, DoorValue.ExtendedPulseUnlock, "act"), "guard"); break;
            case 11: gate.Ask(new ResetDoorAlarm(SGate, DoorAlarmState.Alarm, "act"), "guard"); break;
            case 12: gate.Ask(new ResetDoorAlarm(SGate, DoorAlarmState.ForcedOpen, "act"), "guard"); break;
            default: gate.Pass(Second * 2); break;
        }
    }
}
