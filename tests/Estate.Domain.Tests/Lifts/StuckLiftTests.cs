using Estate.Domain.Devices;
using Estate.Domain.Lifts;
using Estate.TestKit;
using NodaTime;
using Xunit;

namespace Estate.Domain.Tests.Lifts;

/// <summary>When a lift is stuck, with whom, and when that is over.</summary>
public sealed class StuckLiftTests
{
    private readonly TestLift _lift = new();

    [Fact]
    public void A_car_between_floors_with_somebody_in_it_is_an_alert_of_trapped_people_after_twenty_seconds()
    {
        _lift.Measure(TestLift.BetweenFloors with { CarLoadKg = 68 });
        _lift.PassSeconds(19);
        Assert.Empty(_lift.Wrong);
        _lift.PassSeconds(1);
        Assert.Equal(["trapped"], _lift.Wrong);
        var stuck = Assert.Single(_lift.Facts.OfType<LiftGotStuck>());
        Assert.Equal((5, "5", StuckBy.BetweenFloors, true), (stuck.CarPosition, stuck.Floor, stuck.Reason, stuck.HasPeople));
    }

    [Fact]
    public void An_empty_car_is_stuck_and_nobody_is_trapped()
    {
        _lift.Measure(TestLift.BetweenFloors);
        _lift.PassSeconds(20);
        Assert.Equal(["lift_stuck"], _lift.Wrong);
    }

    [Fact]
    public void Where_nobody_can_tell_whether_the_car_is_empty_somebody_may_be_in_it()
    {
        _lift.Measure(TestLift.BetweenFloors with { CarLoadKg = null });
        _lift.PassSeconds(20);
        Assert.Equal(["trapped"], _lift.Wrong);
        Assert.Null(_lift.Facts.OfType<LiftGotStuck>().Single().HasPeople);
    }

    [Fact]
    public void The_controllers_own_signal_counts_at_once_and_the_alarm_is_part_of_it()
    {
        Assert.Equal("recorded", _lift.Say(TestLift.BetweenFloors with
        { FaultSignals = [LiftFault.CarStoppedOutsideLandingZone], PassengerAlarm = true }).Result);
        Assert.Equal(["trapped"], _lift.Wrong);
    }

    [Fact]
    public void Somebody_who_is_found_in_a_stuck_car_later_is_trapped()
    {
        _lift.Measure(TestLift.BetweenFloors);
        _lift.PassSeconds(20);
        _lift.Say(TestLift.BetweenFloors with { PassengerAlarm = true });
        Assert.Equal(["trapped"], _lift.Wrong);
    }

    [Fact]
    public void A_journey_past_no_landing_for_a_minute_is_stuck_and_one_that_comes_on_is_not()
    {
        var up = TestLift.BetweenFloors with { CarMovingDirection = CarDirection.Up, CarLoadKg = 70 };
        for (var floor = 5; floor < 15; floor++)
        {
            _lift.Measure(up with { CarPosition = floor });
            _lift.PassSeconds(50);
        }
        Assert.Empty(_lift.Wrong);
        _lift.PassSeconds(10);
        Assert.Equal(["trapped"], _lift.Wrong);
        Assert.Equal(StuckBy.NoProgress, _lift.Facts.OfType<LiftGotStuck>().Single().Reason);
    }

    [Fact]
    public void A_door_that_does_not_open_for_somebody_who_wants_out_is_stuck()
    {
        _lift.Measure(TestLift.Standing with { CarLoadKg = 80 });
        _lift.PassSeconds(600);
        Assert.Empty(_lift.Wrong);
        _lift.Say(TestLift.Standing with { CarLoadKg = 80, PassengerAlarm = true });
        Assert.Equal(["passenger_alarm"], _lift.Wrong);
        _lift.PassSeconds(20);
        Assert.Equal(["trapped"], _lift.Wrong);
        Assert.Equal(StuckBy.DoorShut, _lift.Facts.OfType<LiftGotStuck>().Single().Reason);
    }

    [Fact]
    public void A_mechanic_may_stand_between_floors_and_frees_nobody_by_moving_the_car()
    {
        _lift.Measure(TestLift.BetweenFloors with { CarMode = CarMode.Inspection, CarLoadKg = 80 });
        _lift.PassSeconds(600);
        Assert.Empty(_lift.Wrong);

        Trap();
        _lift.Say(TestLift.BetweenFloors with { CarMode = CarMode.Inspection, CarMovingDirection = CarDirection.Down, CarLoadKg = 70 });
        _lift.Say(TestLift.Standing with { CarMode = CarMode.Inspection, CarLoadKg = 70 });
        Assert.Equal(["trapped"], _lift.Wrong);
        _lift.Say(TestLift.Standing with { CarMode = CarMode.Inspection, CarDoorStatus = CarDoorStatus.Opened });
        Assert.Empty(_lift.Wrong);
        Assert.True(_lift.Facts.OfType<LiftRunsAgain>().Single().HadPeople);
    }

    [Fact]
    public void People_stay_trapped_when_the_scales_say_nothing_any_more()
    {
        Trap();
        _lift.Measure(TestLift.BetweenFloors);
        _lift.PassSeconds(60);
        Assert.Equal(["trapped"], _lift.Wrong);
        _lift.Measure(TestLift.Standing);
        _lift.PassSeconds(60);
        Assert.Equal(["trapped"], _lift.Wrong);
        _lift.Measure(TestLift.Standing with { CarMovingDirection = CarDirection.Up, CarDoorZone = false });
        Assert.Empty(_lift.Wrong);
    }

    [Fact]
    public void An_empty_car_that_comes_to_a_landing_runs_again()
    {
        _lift.Measure(TestLift.BetweenFloors);
        _lift.PassSeconds(20);
        _lift.Measure(TestLift.Standing);
        Assert.Empty(_lift.Wrong);
    }

    [Fact]
    public void Mains_faults_modes_and_the_alarm_are_alerts_of_their_own()
    {
        _lift.Say(TestLift.Standing with { FaultSignals = [LiftFault.PowerSupplyFault] });
        Assert.Equal(["mains_lost"], _lift.Wrong);
        _lift.Say(TestLift.Standing with { FaultSignals = [LiftFault.DoorClosingFault] });
        Assert.Equal(["lift_fault"], _lift.Wrong);
        _lift.Say(TestLift.Standing with { CarMode = CarMode.OutOfService });
        Assert.Equal(["out_of_service"], _lift.Wrong);
        _lift.Say(TestLift.Standing with { PassengerAlarm = true });
        Assert.Equal(["passenger_alarm"], _lift.Wrong);
        _lift.Say(TestLift.Standing);
        Assert.Empty(_lift.Wrong);
    }

    [Fact]
    public void A_restart_and_a_damaged_state_forget_nobody_who_is_trapped()
    {
        Trap();
        _lift.Restart();
        Assert.Equal(LiftSituation.Trapped, _lift.State.Situation);
        _lift.Recover();
        Assert.Equal(LiftSituation.Trapped, _lift.State.Situation);
        _lift.Say(TestLift.Standing with { CarDoorStatus = CarDoorStatus.Opened });
        Assert.Empty(_lift.Wrong);
    }

    [Fact]
    public void What_is_late_or_overtaken_moves_nothing()
    {
        _lift.Measure(TestLift.Standing);
        var before = _lift.State;
        var late = new EventTime(_lift.Now - Duration.FromMinutes(11), _lift.Now, ClockTrust.Synced) { Age = Duration.FromMinutes(11) };
        _lift.Measure(TestLift.BetweenFloors with { PassengerAlarm = true }, late);
        _lift.Say(TestLift.BetweenFloors with { PassengerAlarm = true }, late);
        Assert.Same(before, _lift.State);
        Assert.Empty(_lift.Wrong);
    }

    private void Trap()
    {
        _lift.Say(TestLift.BetweenFloors with { CarLoadKg = 70, FaultSignals = [LiftFault.CarStoppedOutsideLandingZone] });
        Assert.Equal(["trapped"], _lift.Wrong);
    }
}
