using Estate.Domain.Devices;
using Estate.Domain.Gate;
using Estate.TestKit;
using NodaTime;
using Xunit;
using static Estate.TestKit.TestGate;

namespace Estate.Domain.Tests.Gate;

/// <summary>Cards, pulses, alarms: the state machine of domain facts 3.7.</summary>
public sealed class DoorTests
{
    private static readonly Duration Second = Duration.FromSeconds(1);

    [Fact]
    public void A_good_card_opens_for_the_pulse_and_the_gate_locks_again()
    {
        var gate = new TestGate();
        Assert.True(gate.IsLocked);
        Assert.Equal(AccessEvent.Granted, gate.Card());
        Assert.False(gate.IsLocked);
        gate.Pass(Second * 4);
        Assert.False(gate.IsLocked);
        gate.Pass(Second);
        Assert.True(gate.IsLocked);
        Assert.Equal(AccessEvent.NoEntryAfterGranted, gate.Facts<AccessDecided>().Last().Event);
    }

    [Fact]
    public void The_gate_asks_to_be_woken_when_a_pulse_ends_and_then_locks_to_the_instant()
    {
        var gate = new TestGate();
        gate.Card();
        var wake = gate.Outcomes.OfType<TimerRequested>().Last();
        Assert.Equal(gate.Uptime + (Second * 5), wake.Uptime);
        (gate.Uptime, gate.Now) = (wake.Uptime - Duration.Epsilon, gate.Now + (Second * 5) - Duration.Epsilon);
        gate.Step(new TimerElapsed(SGate, gate.Now));
        Assert.False(gate.IsLocked);
        gate.Uptime = wake.Uptime;
        gate.Step(new TimerElapsed(SGate, gate.Now));
        Assert.True(gate.IsLocked);
    }

    [Fact]
    public void Somebody_who_needs_time_gets_it()
    {
        var gate = new TestGate();
        gate.Card("W26:000001");
        gate.Pass(Second * 14);
        Assert.False(gate.IsLocked);
        gate.Pass(Second);
        Assert.True(gate.IsLocked);
    }

    [Fact]
    public void A_gate_that_was_opened_and_shut_locks_at_once()
    {
        var gate = new TestGate();
        gate.Card();
        gate.Open();
        gate.Close();
        Assert.True(gate.IsLocked);
        Assert.Empty(gate.State.Alarms);
        gate.Pass(Second * 10);
        Assert.DoesNotContain(gate.Facts<AccessDecided>(), fact => fact.Event == AccessEvent.NoEntryAfterGranted);
    }

    [Fact]
    public void The_first_word_of_a_contact_ends_no_pulse()
    {
        var gate = new TestGate();
        gate.Restart();
        gate.Card();
        gate.Close();
        Assert.False(gate.State.IsLocked);
    }

    [Theory]
    [InlineData("W26:0000FF", AccessEvent.DeniedUnknownCredential)]
    [InlineData("W26:000002", AccessEvent.DeniedCredentialDisabled)]
    public void A_card_that_is_not_good_opens_nothing(string card, string expected)
    {
        var gate = new TestGate();
        Assert.Equal(expected, gate.Card(card));
        Assert.True(gate.IsLocked);
    }

    [Fact]
    public void Eleven_oclock_is_closed_to_the_second()
    {
        var gate = new TestGate();
        gate.Now = gate.At(2026, 3, 4, 22, 59, 59);
        Assert.Equal(AccessEvent.Granted, gate.Card());
        gate.Now = gate.At(2026, 3, 4, 23, 0);
        Assert.Equal(AccessEvent.DeniedOutOfTimeRange, gate.Card());
        gate.Now = gate.At(2026, 3, 5, 4, 59, 59);
        Assert.Equal(AccessEvent.DeniedOutOfTimeRange, gate.Card());
        gate.Now = gate.At(2026, 3, 5, 5, 0);
        Assert.Equal(AccessEvent.Granted, gate.Card());
    }

    [Fact]
    public void Free_hours_unlock_and_closing_locks_without_anybody()
    {
        var gate = new TestGate(values => values["open_means"] = "free");
        Assert.False(gate.IsLocked);
        gate.PassUntil(gate.At(2026, 3, 4, 22, 59));
        Assert.False(gate.IsLocked);
        gate.PassUntil(gate.At(2026, 3, 4, 23, 0));
        Assert.True(gate.IsLocked);
        gate.PassUntil(gate.At(2026, 3, 5, 5, 0));
        Assert.False(gate.IsLocked);
    }

    [Fact]
    public void A_card_heard_of_late_opens_nothing()
    {
        var gate = new TestGate();
        Assert.Equal(AccessEvent.DeniedAuthenticationFactorTimeout, gate.Card(time: new EventTime(gate.Now - (Second * 11), gate.Now, ClockTrust.Synced)));
        Assert.Equal(AccessEvent.DeniedAuthenticationFactorTimeout, gate.Card(time: new EventTime(gate.Now, gate.Now, ClockTrust.Unknown, IsTimeKnown: false)));
        Assert.True(gate.IsLocked);
    }

    [Fact]
    public void Opening_without_leave_is_forced_and_stays_so_until_a_named_reset()
    {
        var gate = new TestGate();
        gate.Open();
        Assert.Equal(DoorAlarmState.ForcedOpen, gate.State.AlarmState);
        gate.Close();
        gate.Pass(Duration.FromMinutes(5), Second * 10);
        Assert.True(gate.State.Has(DoorAlarmState.ForcedOpen));
        Assert.Equal("reason_needed", gate.Ask(new ResetDoorAlarm(SGate, DoorAlarmState.ForcedOpen, " "), "guard").Reason);
        Assert.Equal("done", gate.Ask(new ResetDoorAlarm(SGate, DoorAlarmState.ForcedOpen, "wind, looked at it"), "guard").Result);
        Assert.Equal("guard", gate.Facts<DoorAlarmChanged>().Last().By);
        Assert.Equal("nothing_to_reset", gate.Ask(new ResetDoorAlarm(SGate, DoorAlarmState.ForcedOpen, "again"), "guard").Reason);
    }

    [Fact]
    public void Held_open_too_long_is_an_alarm_that_goes_when_it_shuts()
    {
        var gate = new TestGate();
        gate.Card();
        gate.Open();
        gate.Pass(Second * 29);
        Assert.Empty(gate.State.Alarms);
        gate.Pass(Second * 3);
        Assert.Equal(DoorAlarmState.DoorOpenTooLong, gate.State.AlarmState);
        gate.Close();
        Assert.Empty(gate.State.Alarms);
    }

    [Fact]
    public void A_lock_that_does_not_follow_is_a_fault_both_ways()
    {
        var gate = new TestGate(hasLockSensor: true);
        gate.Tick();
        Assert.Equal(SecuredStatus.Secured, gate.State.SecuredStatus);
        gate.Sense(false);
        gate.Pass(Second * 4);
        Assert.Equal((LockStatus.LockFault, SecuredStatus.Unsecured), (gate.State.LockStatus, gate.State.SecuredStatus));
        gate.Sense(true);
        gate.Pass(Second);
        Assert.Equal(SecuredStatus.Secured, gate.State.SecuredStatus);
        gate.HasLockSensor = false;
        gate.Exit(true);
        gate.Pass(Second * 4);
        Assert.True(gate.State.Has(DoorAlarmState.LockFault));
    }

    [Fact]
    public void A_contact_that_says_open_under_a_shut_bolt_or_chatters_is_not_believed()
    {
        var gate = new TestGate(hasLockSensor: true);
        gate.Tick();
        gate.Open();
        gate.Pass(Second * 6);
        Assert.Equal(DoorStatus.DoorFault, gate.State.DoorStatus);

        var chatter = new TestGate(values => values["open_means"] = "free");
        for (var i = 0; i < 11; i++)
        {
            chatter.Open();
            chatter.Close();
        }
        chatter.Pass(Second);
        Assert.True(chatter.State.Has(DoorAlarmState.DoorFault));
        chatter.Pass(Second * 61);
        Assert.False(chatter.State.Has(DoorAlarmState.DoorFault));
    }

    [Fact]
    public void Three_inverted_frames_in_a_row_tell_that_the_wires_are_swapped_and_open_nothing()
    {
        var gate = new TestGate();
        var good = Wiegand.Encode(26, 0xD41B81);
        var swapped = good with { Bits = ~good.Bits & 0x3FFFFFF };
        foreach (var _ in Enumerable.Range(0, 3))
            Assert.Equal(Wiegand.LinesSwapped, gate.Frame(swapped));
        Assert.True(gate.State.Has(DoorAlarmState.LinesSwapped));
        Assert.True(gate.IsLocked);
        Assert.Equal(AccessEvent.Granted, gate.Frame(good));
        Assert.False(gate.State.Has(DoorAlarmState.LinesSwapped));
    }

    [Fact]
    public void Five_unknown_cards_in_a_minute_are_an_alarm_and_a_good_card_still_opens()
    {
        var gate = new TestGate();
        for (var i = 0; i < 4; i++)
            gate.Card($"W26:00AA0{i}");
        Assert.Empty(gate.State.Alarms);
        gate.Card("W26:00AA0F");
        Assert.True(gate.State.Has(DoorAlarmState.RepeatedAttempts));
        Assert.Equal(AccessEvent.Granted, gate.Card());
    }

    [Fact]
    public void An_exit_button_held_down_keeps_the_way_out_open_and_is_told()
    {
        var gate = new TestGate();
        gate.Exit(true);
        gate.Pass(Duration.FromMinutes(3));
        Assert.False(gate.IsLocked);
        Assert.True(gate.State.Has(DoorAlarmState.ExitStuck));
        gate.Exit(false);
        gate.Pass(Second * 10);
        Assert.True(gate.IsLocked);
        Assert.False(gate.State.Has(DoorAlarmState.ExitStuck));
    }

    [Fact]
    public void A_strike_is_powered_to_open_and_a_magnet_to_lock()
    {
        var strike = new TestGate(values => values["lock_type"] = "fail_secure");
        Assert.False(strike.Outcomes.OfType<Actuated>().Last().IsActive);
        strike.Card();
        Assert.True(strike.Outcomes.OfType<Actuated>().Last().IsActive);
    }

    [Fact]
    public void A_controller_on_the_wire_gets_pulses_that_end_by_themselves()
    {
        var gate = new TestGate();
        gate.Card();
        var order = gate.Outcomes.OfType<Actuated>().Last().Wire;
        Assert.Equal("door_value", order.Action);
        Assert.Equal([("value", "pulse_unlock"), ("seconds", "5")], order.Arguments);
        gate.Fire(true);
        Assert.Equal([("value", "unlock")], gate.Outcomes.OfType<Actuated>().Last().Wire.Arguments);
    }
}
