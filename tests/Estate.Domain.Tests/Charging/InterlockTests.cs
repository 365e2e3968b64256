using Estate.Domain.Charging;
using Estate.Domain.Devices;
using Estate.TestKit;
using FsCheck;
using FsCheck.Fluent;
using NodaTime;
using Xunit;
using static Estate.TestKit.TestCharger;

namespace Estate.Domain.Tests.Charging;

/// <summary>The protections: P-E3 and P-E6, what latches, who may reset it, and that each acts in the step that hears of it.</summary>
public sealed class InterlockTests
{
    [Fact]
    public void Smoke_cuts_every_socket_at_once_and_latches_until_a_named_person_resets_it()
    {
        var charger = AllOn();
        var outcomes = charger.Measure(new BoardSnapshot([]) { Smoke = true });
        var cut = Assert.IsType<Actuated>(outcomes.First(outcome => outcome is Actuated or Recorded));
        Assert.Equal(("cut", "all"), (cut.Wire.Action, cut.Wire.Arguments.Single().Value));
        var tripped = charger.Facts<ProtectionChanged>().Single();
        Assert.Equal(Enumerable.Range(1, 10), tripped.Cut);
        Assert.True(tripped.Conditions.Single().IsLatched);
        charger.Pass(3);
        Assert.Equal(10, charger.Facts<SessionEnded>().Count(ended => ended.Reason == StopReason.Smoke));
        Assert.All(Enumerable.Range(1, 10), socket => Assert.Equal("faulted", charger.Start(socket).Reason));

        // The smoke has gone since the next reading; the latch has not.
        Assert.Equal(SocketStatus.Faulted, charger.StatusOf(4));
        charger.Restart(Duration.FromMinutes(5));
        charger.Pass(3);
        Assert.Equal("faulted", charger.Start(4).Reason);
        Assert.Equal("reason_needed", charger.Ask(new ResetLatch(Board, "smoke", "", " ")).Reason);
        Assert.Equal("reset", charger.Ask(new ResetLatch(Board, "smoke", "", "cable replaced"), "Wang").Result);
        Assert.Equal("Wang", charger.Facts<ProtectionChanged>().Last().ResetBy);
        Assert.Equal("ordered", charger.Start(4).Result);
    }

    [Fact]
    public void A_dangerous_reading_is_urgent_whatever_the_boards_budget()
    {
        Assert.True(new BoardSnapshot([]) { Smoke = true }.IsUrgent);
        Assert.True(new BoardSnapshot([]) { TempC = 50 }.IsUrgent);
        Assert.True(new BoardSnapshot([new SocketReading(1), new SocketReading(2) { TempC = 71 }]).IsUrgent);
        Assert.True(new BoardSnapshot([new SocketReading(1) { ResidualMa = 31 }]).IsUrgent);
        Assert.False(
            new BoardSnapshot([new SocketReading(1) { TempC = 49, ResidualMa = 6, PowerW = 900 }]) { Smoke = false, TempC = 30 }.IsUrgent);
    }

    [Fact]
    public void No_sequence_of_smoke_starts_and_lost_commands_leaves_a_socket_on() =>
        Prop.ForAll(Gen.Choose(0, 9).ArrayOf().Resize(60).ToArbitrary(), acts =>
    {
        var charger = new TestCharger(4);
        Array.Fill(charger.Watts, 200);
        var isSmoky = false;
        charger.Spoil = snapshot => snapshot with { Smoke = isSmoky };
        foreach (var (act, index) in acts.Select((act, index) => (act, index)))
            switch (act)
            {
                case 0 or 1 or 2: charger.Start(1 + (index % 4)); break;
                case 3: isSmoky = true; break;
                case 4: isSmoky = false; break;
                case 5: charger.IsMute = !charger.IsMute; break;
                case 6: charger.Ask(new ResetLatch(Board, "smoke", "", "looked")); break;
                case 7: charger.Closed[1 + (index % 4)] = true; break;
                default: charger.Pass(act); break;
            }
        charger.IsMute = false;
        if (charger.State.TripOf(ProtectionKind.Smoke, 0) is null)
            return;
        charger.Pass(8);
        Assert.DoesNotContain(true, charger.Closed);
        Assert.All(Enumerable.Range(1, 4), socket => Assert.Equal("faulted", charger.Start(socket).Reason));
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(150));

    [Fact]
    public void A_socket_that_stays_on_after_a_cut_is_cut_again_and_then_reported_welded()
    {
        var charger = AllOn();
        charger.Welded = 2;
        charger.Measure(new BoardSnapshot([]) { Smoke = true });
        charger.Pass(12);
        Assert.True(charger.Outcomes.OfType<Actuated>().Count() >= 3);
        Assert.Contains(charger.Facts<ProtectionChanged>(), fact =>
            fact is { Kind: ProtectionKind.RelayWelded, Socket: 2, IsActive: true });
        Assert.Equal("still_on", charger.Ask(new ResetLatch(Board, "smoke", "", "looked")).Reason);
        Assert.Equal("still_on", charger.Ask(new ResetLatch(Board, "relay_welded", "socket-2", "looked")).Reason);
        charger.Welded = null;
        charger.Pass(2);
        Assert.Equal("reset", charger.Ask(new ResetLatch(Board, "relay_welded", "socket-2", "relay replaced")).Result);
    }

    [Fact]
    public void Power_without_an_order_and_a_disobedient_relay_are_reported_as_welded()
    {
        var charger = new TestCharger();
        (charger.Welded, charger.Watts[7]) = (7, 60);
        charger.Pass(9);
        Assert.Empty(charger.Facts<ProtectionChanged>());
        // It is switched off first; only what then still flows is stuck.
        charger.Pass(4);
        Assert.Empty(charger.Facts<ProtectionChanged>());
        Assert.NotEmpty(charger.Outcomes.OfType<Actuated>());
        charger.Pass(10);
        Assert.Equal(
            (ProtectionKind.RelayWelded, 7),
            (charger.Facts<ProtectionChanged>().Single().Kind, charger.Facts<ProtectionChanged>().Single().Socket));

        var second = AllOn();
        second.Welded = 1;
        second.Ask(new StopCharging(Board, 1, "complaint"));
        second.Pass(70);
        Assert.Equal(StopReason.RemoteStop, second.Facts<SessionEnded>().Single().Reason);
        Assert.Contains(second.Facts<ProtectionChanged>(), fact => fact is { Kind: ProtectionKind.RelayWelded, Socket: 1 });
    }

    [Fact]
    public void A_socket_switched_on_by_hand_is_switched_off_and_not_reported_welded()
    {
        var charger = new TestCharger();
        (charger.Closed[7], charger.Watts[7]) = (true, 60);
        charger.Pass(30);
        Assert.False(charger.Closed[7]);
        Assert.Empty(charger.Facts<ProtectionChanged>());
    }

    [Fact]
    public void An_overtaken_report_clears_no_alarm_and_a_late_all_clear_is_not_lost()
    {
        var charger = AllOn();
        charger.Hear(new ProtectionReport(ProtectionKind.Leakage, true, 2));
        charger.Step(
            new DeviceEvent(
                Board, new("old", 1, 0, 99), EventTime.Now(charger.Now), new ProtectionReport(ProtectionKind.Leakage, false, 2)));
        Assert.True(charger.State.TripOf(ProtectionKind.Leakage, 2)!.IsActive);
        charger.Pass(1800, 10);
        charger.Hear(
            new ProtectionReport(ProtectionKind.Leakage, false, 2),
            EventTime.Resolve(null, ClockTrust.Unknown, Duration.FromMinutes(15), charger.Now));
        Assert.False(charger.State.TripOf(ProtectionKind.Leakage, 2)!.IsActive);
        Assert.Equal("reset", charger.Ask(new ResetLatch(Board, "leakage", "socket-2", "dry again")).Result);
    }

    [Fact]
    public void Ten_sequential_stops_are_not_reported_as_welded_relays()
    {
        var charger = AllOn();
        charger.Reply = null;
        charger.IsMute = true;
        charger.Start(1);
        for (var socket = 1; socket <= 10; socket++)
            charger.Ask(new StopCharging(Board, socket, "closing time"));
        charger.Pass(25);
        charger.IsMute = false;
        charger.Reply = "executed";
        charger.Pass(120);
        Assert.Empty(charger.Facts<ProtectionChanged>());
        Assert.Equal(10, charger.Facts<SessionEnded>().Count());
    }

    [Fact]
    public void Each_protection_cuts_what_it_must_and_no_more()
    {
        Heat(socket => socket with { TempC = 70 }, ProtectionKind.OverTemperature, StopReason.OverTemperature, isLatched: true);
        Heat(socket => socket with { ResidualMa = 31 }, ProtectionKind.Leakage, StopReason.Leakage, isLatched: true);
        Heat(socket => socket with { PowerW = 1100 }, ProtectionKind.OverPower, StopReason.OverPower, isLatched: false);
        Heat(socket => socket with
        { PowerW = null, CurrentA = 6, VoltageV = 230 }, ProtectionKind.OverCurrent, StopReason.OverCurrent, isLatched: false);
        Heat(socket => socket with { VoltageV = 264 }, ProtectionKind.OverVoltage, StopReason.DeviceFault, isLatched: false);

        static void Heat(Func<SocketReading, SocketReading> spoil, ProtectionKind kind, StopReason reason, bool isLatched)
        {
            var charger = AllOn();
            charger.Measure(new BoardSnapshot([spoil(new SocketReading(3) { Closed = true, PowerW = 200, VoltageV = 230 })]));
            charger.Pass(3);
            Assert.Equal(reason, charger.Facts<SessionEnded>().Single().Reason);
            Assert.Equal([3], charger.Facts<ProtectionChanged>().First(fact => fact.Kind == kind).Cut);
            Assert.Equal(9, charger.Closed.Count(closed => closed));
            charger.Measure(
                new BoardSnapshot([new SocketReading(3) { Closed = false, PowerW = 0, VoltageV = 230, TempC = 20, ResidualMa = 1 }]));
            charger.Pass(1);
            Assert.Equal(isLatched ? "faulted" : null, charger.Start(3).Reason);
        }
    }

    [Fact]
    public void A_slight_overload_is_tolerated_briefly_and_the_boards_own_report_counts()
    {
        var charger = AllOn();
        charger.Watts[1] = 1050;
        charger.Pass(4);
        charger.Watts[1] = 900;
        charger.Pass(1);
        charger.Watts[1] = 1050;
        charger.Pass(4);
        Assert.Empty(charger.Facts<ProtectionChanged>());
        charger.Pass(3);
        Assert.Equal(ProtectionKind.OverPower, charger.Facts<ProtectionChanged>().First().Kind);

        charger.Hear(new ProtectionReport(ProtectionKind.ShortCircuit, true, 5));
        charger.Pass(2);
        Assert.Contains(charger.Facts<SessionEnded>(), ended => ended.Reason == StopReason.ShortCircuit);
        charger.Hear(new ProtectionReport(ProtectionKind.Smoke, true, Testing: true));
        Assert.Equal(ProtectionKind.Smoke, charger.Facts<ProtectionTested>().Single().Kind);
        Assert.Null(charger.State.TripOf(ProtectionKind.Smoke, 0));
    }

    [Fact]
    public void Over_temperature_clears_only_well_below_the_limit()
    {
        var charger = new TestCharger();
        var celsius = 71.0;
        charger.Spoil = snapshot => snapshot with { TempC = celsius };
        charger.Pass(1);
        foreach (var next in new[] { 69.0, 71, 69, 71, 61 })
        {
            celsius = next;
            charger.Pass(2);
        }
        Assert.Single(charger.Facts<ProtectionChanged>());
        Assert.Equal("still_active", charger.Ask(new ResetLatch(Board, "over_temperature", "", "cool now")).Reason);
        celsius = 59;
        charger.Pass(1);
        Assert.Equal("reset", charger.Ask(new ResetLatch(Board, "over_temperature", "", "cool now")).Result);
    }

    [Fact]
    public void A_late_smoke_report_is_history_and_switches_nothing()
    {
        var charger = AllOn();
        var hourAgo = EventTime.Resolve(charger.Now - Duration.FromHours(1), ClockTrust.Synced, Duration.FromHours(1), charger.Now);
        charger.Hear(new ProtectionReport(ProtectionKind.Smoke, true), hourAgo);
        Assert.Empty(charger.Outcomes.OfType<Actuated>());
        Assert.Equal(10, charger.Closed.Count(closed => closed));
        // The present confirms it: now it is no history any more.
        charger.Measure(new BoardSnapshot([]) { Smoke = true });
        Assert.Single(charger.Outcomes.OfType<Actuated>());
        Assert.Equal([true, false], charger.Facts<ProtectionChanged>().Select(fact => fact.Time.IsLate));
    }

    [Fact]
    public void A_reset_needs_a_reporting_board()
    {
        var charger = AllOn();
        charger.Measure(new BoardSnapshot([]) { Smoke = true });
        charger.Pass(3);
        charger.IsDark = true;
        charger.Pass(120);
        Assert.Equal("offline", charger.Ask(new ResetLatch(Board, "smoke", "", "looked")).Reason);
        Assert.Equal("not_latched", charger.Ask(new ResetLatch(Board, "tamper", "", "looked")).Reason);
    }

    [Fact]
    public void Latched_trips_survive_the_loss_of_the_saved_state()
    {
        var charger = AllOn();
        charger.Hear(new ProtectionReport(ProtectionKind.Leakage, true, 2));
        charger.Measure(new BoardSnapshot([]) { Smoke = true });
        var fresh = new TestCharger();
        fresh.Machine.Recover(Board, [.. charger.Outcomes.OfType<Recorded>().Select(recorded => recorded.Fact).Reverse()]);
        fresh.Pass(2);
        Assert.Equal("faulted", fresh.Start(2).Reason);
        Assert.Equal("faulted", fresh.Start(9).Reason);
    }

    private static TestCharger AllOn()
    {
        var charger = new TestCharger();
        Array.Fill(charger.Watts, 200);
        for (var socket = 1; socket <= 10; socket++)
        {
            Assert.Equal("ordered", charger.Start(socket).Result);
            charger.Pass(1);
        }
        charger.Pass(3);
        Assert.Equal(10, charger.Facts<SessionStarted>().Count());
        return charger;
    }
}
