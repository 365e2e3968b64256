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
    public void Fire_releases_whatever_was_ordered_and_stays_until_a_person_resets_it()
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
    public void An_operators_order_outranks_the_hours_until_it_is_taken_back()
    {
        var gate = new TestGate();
        gate.Ask(new OperateDoor(SGate, DoorValue.Unlock, "furniture van"), "guard");
        gate.PassUntil(gate.At(2026, 3, 4, 23, 30));
        Assert.False(gate.IsLocked);
        gate.Ask(new OperateDoor(SGate, null, "done"), "guard");
        Assert.True(gate.IsLocked);
        gate.Ask(new OperateDoor(SGate, DoorValue.Lock, "repair"), "guard");
        Assert.Equal(AccessEvent.DeniedPointNoAccessRights, gate.Card());
        gate.Restart();
        gate.Tick();
        Assert.Equal(DoorAuthority.Operator, gate.State.Authority);
        Assert.Equal(["unlock", "relinquish", "lock"], gate.Facts<OperatorActed>().Select(fact => fact.Order));
    }

    [Theory]
    [InlineData(ClockTrust.Unknown)]
    [InlineData(ClockTrust.Synced)]
    public void The_exit_opens_at_once_at_any_hour_by_any_clock(ClockTrust clock)
    {
        var gate = new TestGate { Clock = clock };
        gate.Now = gate.At(2026, 3, 4, 2, 0);
        gate.Exit(true);
        Assert.False(gate.IsLocked);
    }

    [Fact]
    public void Random_histories_keep_every_promise() =>
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
        var before = gate.State;
        var wasShunted = gate.Uptime < before.Timers.ShuntUntil;
        var forcedBefore = gate.Facts<DoorAlarmChanged>().Count(fact => fact is { Alarm: DoorAlarmState.ForcedOpen, IsActive: true });
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
        var isSecured = state.DoorStatus == DoorStatus.Closed && state.LockStatus == LockStatus.Locked && !state.Has(DoorAlarmState.Tamper) && !state.Has(DoorAlarmState.ForcedOpen);
        Assert.True(isSecured == (state.SecuredStatus == SecuredStatus.Secured), "P-A5");
        var forced = gate.Facts<DoorAlarmChanged>().Count(fact => fact is { Alarm: DoorAlarmState.ForcedOpen, IsActive: true }) > forcedBefore;
        var isBreakIn = act == 2 && before.IsOpen == false && before.IsLocked && !wasShunted && !before.Has(DoorAlarmState.ForcedOpen);
        Assert.True(forced == isBreakIn, $"P-A6: forced {forced} at act {act}");
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
