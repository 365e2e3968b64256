using Estate.Domain.Devices;
using Estate.Domain.Gate;
using Estate.Domain.Gate.Schedules;
using Estate.TestKit;
using NodaTime;
using Xunit;
using static Estate.TestKit.TestGate;

namespace Estate.Domain.Tests.Gate;

/// <summary>Domain facts 3.6: what the gate does when something around it is wrong.</summary>
public sealed class DegradedTests
{
    [Fact]
    public void With_an_unknown_clock_a_card_is_required_and_it_is_reported()
    {
        var gate = new TestGate(values => values["open_means"] = "free") { Clock = ClockTrust.Unknown };
        gate.Restart();
        gate.Now = gate.At(2026, 3, 4, 12, 0);
        gate.Tick();
        Assert.True(gate.IsLocked);
        Assert.True(gate.State.Has(DoorAlarmState.ClockUntrusted));
        Assert.Equal(AccessEvent.Granted, gate.Card());
        // Twenty-two fifty-eight at boot, and the clock is set a minute later.
        gate.Clock = ClockTrust.Synced;
        gate.Tick();
        Assert.False(gate.State.Has(DoorAlarmState.ClockUntrusted));
    }

    [Fact]
    public void With_an_unknown_clock_a_card_opens_even_in_closed_hours()
    {
        var gate = new TestGate { Clock = ClockTrust.Unknown };
        gate.Now = gate.At(2026, 3, 4, 23, 30);
        Assert.Equal(AccessEvent.Granted, gate.Card());
    }

    [Fact]
    public void An_estimated_clock_is_used_and_marked_in_the_events()
    {
        var gate = new TestGate { Clock = ClockTrust.Estimated };
        gate.Now = gate.At(2026, 3, 4, 23, 30);
        gate.Tick();
        Assert.Equal(AccessEvent.DeniedOutOfTimeRange, gate.Card());
        gate.Fire(true);
        Assert.Equal(ClockTrust.Estimated, gate.Facts<DoorAlarmChanged>().Last().Time.Clock);
    }

    [Theory]
    [InlineData(6)]
    [InlineData(-6)]
    [InlineData(87600)]
    [InlineData(-87600)]
    public void A_clock_step_does_not_change_a_pulse(int hours)
    {
        var gate = new TestGate(values => values["closed_means"] = "card_required");
        gate.Now = gate.At(2036, 3, 4, 22, 58);
        gate.Card();
        gate.Now += Duration.FromHours(hours);
        gate.Step(new ClockStepped(Duration.FromHours(hours), gate.Now));
        gate.Pass(Duration.FromSeconds(4));
        Assert.False(gate.IsLocked);
        gate.Pass(Duration.FromSeconds(1));
        Assert.True(gate.IsLocked);
    }

    [Fact]
    public void A_clock_step_past_eleven_closes_the_gate_and_a_step_back_opens_it()
    {
        var gate = new TestGate(values => values["open_means"] = "free");
        gate.Now = gate.At(2026, 3, 4, 22, 58);
        gate.Tick();
        Assert.False(gate.IsLocked);
        gate.Now += Duration.FromHours(1);
        gate.Step(new ClockStepped(Duration.FromHours(1), gate.Now));
        gate.Tick();
        Assert.True(gate.IsLocked);
        gate.Now -= Duration.FromHours(1);
        gate.Step(new ClockStepped(-Duration.FromHours(1), gate.Now));
        gate.Tick();
        Assert.False(gate.IsLocked);
    }

    [Fact]
    public void After_a_power_cut_the_gate_immediately_follows_the_schedule()
    {
        var gate = new TestGate(values => values["open_means"] = "free");
        gate.Card();
        var saved = gate.Saved();
        gate.Now = gate.At(2026, 3, 5, 2, 0);
        gate.Outcomes.Clear();
        gate.Restart(saved);
        gate.Tick();
        Assert.True(gate.IsLocked);
        Assert.Null(gate.State.IsOpen);
    }

    [Fact]
    public void A_damaged_version_is_skipped_and_the_last_good_one_holds()
    {
        var gate = Decided();
        var good = gate.Saved();
        var damaged = good with { Versions = [good.Versions[0], good.Versions[1] with { ClosedMeans = GateAccess.Free }] };
        gate.Restart(damaged);
        gate.Tick();
        Assert.Equal(0, gate.State.Versions.Latest().Version);
        Assert.True(gate.State.Has(DoorAlarmState.ScheduleDamaged));
        gate.Restart(good);
        Assert.Equal(1, gate.State.Versions.Latest().Version);
    }

    [Fact]
    public void An_unreadable_state_is_rebuilt_from_the_journal()
    {
        var gate = Decided();
        gate.Fire(true);
        gate.Card();
        var journal = gate.Facts<GateFact>().Reverse().ToList<Fact>();
        var machine = new EstateMachine([gate.Kind], [gate.Settings], []);
        machine.Recover(SGate, journal);
        var state = (GateState)machine.StateOf(SGate)!;
        Assert.Equal(1, state.Versions.Latest().Version);
        Assert.True(state.IsFireLatched && state.Has(DoorAlarmState.ScheduleDamaged));
        Assert.Equal(1, state.AccessEvents);
    }

    [Fact]
    public void Without_any_version_the_gate_is_closed_and_a_card_opens() =>
        Assert.Equal(
            (GateValue.Closed, GateAccess.CardRequired),
            (GateSchedule.Restrictive.At(new LocalDateTime(2026, 3, 4, 12, 0)), GateSchedule.Restrictive.Means(GateValue.Closed)));

    [Fact]
    public void A_lost_wire_makes_the_door_unknown_and_keeps_a_fire_active()
    {
        var gate = new TestGate(hasLockSensor: true);
        gate.Fire(true);
        gate.Inputs(new(null, null, null, null, null) { UnavailableInputs = ["contact", "fire"] });
        Assert.Equal((DoorStatus.Unknown, null), (gate.State.DoorStatus, gate.State.IsLockSensed));
        Assert.True(gate.State.IsFireActive);
        Assert.False(gate.IsLocked);
        gate.Open();
        Assert.False(gate.State.Has(DoorAlarmState.ForcedOpen));
    }

    [Theory]
    [InlineData("exit")]
    [InlineData("fire")]
    public void A_lost_safety_input_keeps_the_gate_open_and_is_reported(string terminal)
    {
        var gate = new TestGate();
        gate.Ask(new LockDownDoor(SGate, true, "drill"), "guard");
        gate.Inputs(new(false, null, null, null, null) { UnavailableInputs = [terminal] });
        gate.Pass(Duration.FromMinutes(2));
        Assert.False(gate.IsLocked);
        Assert.True(gate.State.Has(DoorAlarmState.InputUnheard));
        gate.Inputs(new(false, null, false, false, null));
        gate.Pass(Duration.FromSeconds(12));
        Assert.True(gate.IsLocked);
        Assert.False(gate.State.Has(DoorAlarmState.InputUnheard));
    }

    [Fact]
    public void A_fire_contact_removed_from_the_inventory_can_be_reset()
    {
        var gate = new TestGate();
        gate.Fire(true);
        gate.Inputs(new(false, null, false, null, null));
        Assert.False(gate.IsLocked);
        Assert.Equal("done", gate.Ask(new ResetDoorAlarm(SGate, DoorAlarmState.Alarm, "contact removed"), "guard").Result);
        Assert.True(gate.IsLocked);
    }

    [Fact]
    public void A_lost_door_contact_does_not_change_locking()
    {
        var gate = new TestGate();
        gate.Inputs(new(null, null, false, false, false) { UnavailableInputs = ["contact"] });
        Assert.True(gate.IsLocked);
        Assert.Equal(DoorStatus.Unknown, gate.State.DoorStatus);
    }

    [Theory]
    [InlineData(4)]
    [InlineData(-4)]
    public void An_exit_works_when_the_devices_clock_steps_by_minutes(int minutes)
    {
        var gate = new TestGate();
        gate.Inputs(
            new(false, null, false, false, false), new EventTime(gate.Now + Duration.FromMinutes(minutes), gate.Now, ClockTrust.Synced));
        gate.Pass(Duration.FromSeconds(5));
        gate.Inputs(
            new(true, null, true, false, false), new EventTime(gate.Now - Duration.FromMinutes(minutes), gate.Now, ClockTrust.Synced));
        Assert.False(gate.IsLocked);
        Assert.False(gate.State.Has(DoorAlarmState.ForcedOpen));
    }

    [Fact]
    public void No_schedule_is_decided_with_an_unknown_clock_or_for_the_far_future()
    {
        var gate = new TestGate();
        Assert.Equal("effective_too_far", gate.Ask(new ProposeSchedule(SGate, new(), "r", new(2062, 12, 1, 0, 0))).Reason);
        gate.Ask(new ProposeSchedule(SGate, new() { ClosedMeans = GateAccess.CardRequired }, "r", new(2026, 3, 5, 12, 0)), "chair");
        gate.Clock = ClockTrust.Unknown;
        Assert.Equal("clock_unknown", gate.Ask(new ApproveSchedule(SGate, "p1"), "secretary").Reason);
        Assert.Equal("clock_unknown", gate.Ask(new ProposeSchedule(SGate, new(), "r", new(2026, 3, 5, 12, 0))).Reason);
    }

    [Fact]
    public void Late_inputs_move_nothing_but_a_fresh_fire_always_counts()
    {
        var gate = new TestGate();
        var late = Aged(gate, Duration.FromMinutes(11));
        gate.Inputs(new(true, null, true, true, false), late);
        Assert.True(gate.IsLocked);
        Assert.False(gate.State.IsOpen);
        gate.Now += Duration.FromMinutes(1);
        gate.Inputs(new(false, null, false, true, false), Aged(gate, Duration.FromMinutes(2)));
        Assert.False(gate.IsLocked);
    }

    [Theory]
    [InlineData(-4)]
    [InlineData(4)]
    [InlineData(-30)]
    public void A_card_is_judged_by_the_readers_stopwatch_and_never_by_its_clock(int clockOffByMinutes)
    {
        var gate = new TestGate();
        EventTime Told(Duration ago) =>
            EventTime.Resolve(gate.Now - ago + Duration.FromMinutes(clockOffByMinutes), ClockTrust.Synced, ago, gate.Now);
        Assert.Equal(AccessEvent.Granted, gate.Card(time: Told(Duration.FromSeconds(1))));
        Assert.Equal(AccessEvent.DeniedAuthenticationFactorTimeout, gate.Card(time: Told(Duration.FromMinutes(4))));
        // Without a stopwatch nobody can tell whether somebody still stands there.
        Assert.Equal(AccessEvent.DeniedAuthenticationFactorTimeout, gate.Card(time: new EventTime(gate.Now, gate.Now, ClockTrust.Synced)));
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public void An_exit_button_opens_despite_a_slow_clock_and_no_stopwatch(bool exit, bool fire)
    {
        var gate = new TestGate();
        gate.Inputs(new(false, null, exit, fire, false), new EventTime(gate.Now - Duration.FromMinutes(30), gate.Now, ClockTrust.Synced));
        Assert.False(gate.IsLocked);
    }

    [Fact]
    public void Events_are_ordered_by_sequence_number_and_not_by_clock()
    {
        var gate = new TestGate();
        void Say(long seq, bool open, int clockMinutes) => gate.Step(new DeviceEvent(
            SGate, new($"e{seq}", 1, seq, (ulong)seq),
            new EventTime(gate.Now + Duration.FromMinutes(clockMinutes), gate.Now, ClockTrust.Synced),
            new DoorInputs(open, null, false, false, false)));
        Say(1, open: true, 4);
        Say(3, open: false, -4);
        Say(2, open: true, 0);
        Assert.False(gate.State.IsOpen);
    }

    [Fact]
    public void A_recovered_gate_keeps_lock_down_orders_proposals_and_latched_alarms()
    {
        var gate = Decided();
        gate.Ask(new ProposeSchedule(SGate, new() { OpenMeans = GateAccess.Free }, "r2", new(2026, 3, 8, 12, 0)), "chair");
        gate.Ask(new ProposeSchedule(SGate, new() { OpenMeans = GateAccess.Free }, "r3", new(2026, 3, 9, 12, 0)), "chair");
        gate.Ask(new WithdrawSchedule(SGate, "p2"), "chair");
        gate.Ask(new LockDownDoor(SGate, true, "stranger"), "guard");
        gate.Ask(new OperateDoor(SGate, DoorValue.Unlock, "van", 90), "guard");
        gate.Tamper(true);
        var wanted = gate.State;
        var machine = new EstateMachine([gate.Kind], [gate.Settings], []);
        machine.Recover(SGate, [.. gate.Facts<GateFact>().Where(fact => gate.Kind.RecoversFrom.Contains(fact.GetType())).Reverse()]);
        var state = (GateState)machine.StateOf(SGate)!;
        Assert.Equal((wanted.LockDown, wanted.Operator), (state.LockDown, state.Operator));
        Assert.Equal(["p3"], state.Proposals.Select(one => one.Id));
        Assert.Equal((wanted.ProposalsEver, wanted.VersionsEver), (state.ProposalsEver, state.VersionsEver));
        Assert.Equal([DoorAlarmState.Tamper, DoorAlarmState.ScheduleDamaged], state.Alarms);
    }

    [Theory]
    [InlineData("pulse_s", "soon", "0 to 3600 seconds")]
    [InlineData("pulse_s", "-1", "0 to 3600 seconds")]
    [InlineData("lock_type", "magic", "fail_safe or fail_secure")]
    [InlineData("closed", "23:00-05:00; fri 23:30-05:00", "overlap")]
    public void An_invalid_setting_is_named(string name, string value, string part) =>
        Assert.Contains(
            part, Assert.Throws<FormatException>(() => new TestGate(values => values[name] = value)).Message, StringComparison.Ordinal);

    private static EventTime Aged(TestGate gate, Duration age) => EventTime.Resolve(gate.Now - age, ClockTrust.Synced, age, gate.Now);

    private static TestGate Decided()
    {
        var gate = new TestGate();
        gate.Ask(new ProposeSchedule(SGate, new() { ClosedMeans = GateAccess.CardRequired }, "r", new(2026, 3, 5, 12, 0)), "chair");
        gate.Ask(new ApproveSchedule(SGate, "p1"), "secretary");
        return gate;
    }
}
