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
    public void A_valid_card_opens_for_the_pulse_and_the_gate_locks_again()
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
    public void The_gate_requests_a_timer_for_the_end_of_a_pulse_and_locks_exactly_then()
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
    public void A_card_marked_slow_gets_the_extended_pulse()
    {
        var gate = new TestGate();
        gate.Card("W26:000001");
        gate.Pass(Second * 14);
        Assert.False(gate.IsLocked);
        gate.Pass(Second);
        Assert.True(gate.IsLocked);
    }

    [Fact]
    public void The_gate_locks_as_soon_as_it_is_shut_again()
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
    public void The_first_report_of_a_contact_ends_no_pulse()
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
    public void An_invalid_card_opens_nothing(string card, string expected)
    {
        var gate = new TestGate();
        Assert.Equal(expected, gate.Card(card));
        Assert.True(gate.IsLocked);
    }

    [Fact]
    public void The_gate_closes_at_eleven_to_the_second()
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
    public void Free_hours_unlock_and_closing_time_locks_automatically()
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
    public void A_card_received_late_opens_nothing()
    {
        var gate = new TestGate();
        Assert.Equal(
            AccessEvent.DeniedAuthenticationFactorTimeout,
            gate.Card(time: new EventTime(gate.Now - (Second * 11), gate.Now, ClockTrust.Synced)));
        Assert.Equal(
            AccessEvent.DeniedAuthenticationFactorTimeout,
            gate.Card(time: new EventTime(gate.Now, gate.Now, ClockTrust.Unknown, IsTimeKnown: false)));
        Assert.True(gate.IsLocked);
    }

    [Fact]
    public void An_unauthorised_opening_is_a_forced_door_until_a_named_person_resets_it()
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
    public void A_door_held_open_too_long_is_an_alarm_until_it_shuts()
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
    public void A_lock_that_does_not_follow_its_command_is_a_fault_in_both_directions()
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
    public void A_bolt_that_moves_a_moment_late_is_no_fault_however_seldom_the_gateway_looks()
    {
        var gate = new TestGate();
        gate.Sense(true);
        for (var passage = 0; passage < 3; passage++)
        {
            gate.Sense(false);
            gate.Tick();
            Later(Second);
            gate.Sense(true);
            Later(Second * 20);
        }
        Assert.Empty(gate.State.Alarms);
        // One that stays is found when somebody looks.
        gate.Sense(false);
        Later(Second * 20);
        gate.Tick();
        Assert.True(gate.State.Has(DoorAlarmState.LockFault));
        void Later(Duration by) => (gate.Now, gate.Uptime) = (gate.Now + by, gate.Uptime + by);
    }

    [Fact]
    public void A_contact_that_contradicts_the_bolt_or_chatters_is_a_fault()
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
    public void Three_inverted_frames_in_a_row_report_swapped_wires_and_open_nothing()
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
    public void Five_unknown_cards_in_a_minute_raise_an_alarm_and_a_valid_card_still_opens()
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
    public void An_exit_button_held_down_keeps_the_gate_open_and_is_reported()
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
    public void A_wired_controller_gets_pulses_with_their_length()
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
