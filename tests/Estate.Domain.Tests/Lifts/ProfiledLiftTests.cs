using Estate.Domain.Devices;
using Estate.Domain.Lifts;
using Estate.Domain.Profiles;
using Estate.TestKit;
using Xunit;

namespace Estate.Domain.Tests.Lifts;

/// <summary>A monitor of another make says a part at a time; nothing is ever said to it.</summary>
public sealed class ProfiledLiftTests
{
    private readonly TestLift _lift = new(("floors", "B1, 1, 2, 3, 3A, 5"));

    [Fact]
    public void What_it_says_of_a_lift_is_put_together()
    {
        _lift.Measure(new LiftPart { Floor = "3A", CarMovingDirection = CarDirection.Up });
        _lift.Measure(new LiftPart { CarDoorStatus = CarDoorStatus.Closed, CarLoadKg = 70, Trips = 41 });
        Assert.Equal(
            (5, "3A", CarDirection.Up, CarDoorStatus.Closed, 70, 41L),
            (_lift.State.CarPosition, _lift.State.Floor, _lift.State.CarMovingDirection, _lift.State.CarDoorStatus, _lift.State.CarLoadKg,
                _lift.State.Trips));
        _lift.Measure(new LiftPart { CarPosition = 1 });
        Assert.Equal(("B1", CarDirection.Up), (_lift.State.Floor, _lift.State.CarMovingDirection));
    }

    [Fact]
    public void A_fault_stays_until_it_is_said_that_it_is_over()
    {
        _lift.Measure(new LiftPart { Faults = [LiftFault.PositionLost, LiftFault.DoorOpeningFault] });
        _lift.Measure(new LiftPart { Trips = 3 });
        Assert.Equal(["lift_fault"], _lift.Wrong);
        _lift.Measure(new LiftPart { NoFaults = [LiftFault.PositionLost] });
        Assert.Equal([LiftFault.DoorOpeningFault], _lift.State.FaultSignals);
        _lift.Measure(new LiftPart { NoFaults = [LiftFault.DoorOpeningFault] });
        Assert.Empty(_lift.Wrong);
    }

    [Fact]
    public void Whoever_is_stuck_in_it_is_found_and_is_urgent()
    {
        _lift.Measure(new LiftPart { CarMovingDirection = CarDirection.Stopped, CarDoorStatus = CarDoorStatus.Closed, Occupied = true });
        var alarm = new LiftPart { CarDoorZone = false, PassengerAlarm = true };
        Assert.True(alarm.IsUrgent);
        _lift.Measure(alarm);
        _lift.PassSeconds(21);
        Assert.Contains("trapped", _lift.Wrong);
        _lift.Measure(new LiftPart { CarDoorZone = true, CarDoorStatus = CarDoorStatus.Opened });
        Assert.DoesNotContain("trapped", _lift.Wrong);
    }

    [Fact]
    public void A_floor_that_it_does_not_have_is_told_in_both_languages_and_all_else_counts()
    {
        _lift.Measure(new LiftPart { Floor = "1" });
        foreach (var (odd, trips) in new[] { (new LiftPart { Floor = "4" }, 9), (new LiftPart { CarPosition = 7 }, 10) })
        {
            var refused = Assert.Single(_lift.Measure(odd with { Trips = trips }).OfType<Refused>()).Rejection;
            Assert.Equal(RejectReason.BadMember, refused.Reason);
            Assert.Contains("this lift has no floor", refused.Detail, StringComparison.Ordinal);
            Assert.Equal((null, null, trips), (_lift.State.CarPosition, _lift.State.Floor, (int?)_lift.State.Trips));
        }
        Assert.Contains("没有楼层“4”", new LiftPart { Floor = "4" }.Mistake(LiftSettings.From(new(TestLift.Lift,
            new Dictionary<string, string>())) with
        { Landings = 3 })!.Value.Zh, StringComparison.Ordinal);
    }

    [Fact]
    public void Whoever_presses_the_alarm_at_a_floor_that_nobody_listed_is_heard()
    {
        _lift.Measure(new LiftPart { CarMovingDirection = CarDirection.Stopped, CarDoorStatus = CarDoorStatus.Closed });
        _lift.Measure(new LiftPart { Floor = "4", CarDoorZone = false, PassengerAlarm = true });
        _lift.PassSeconds(21);
        Assert.Contains("trapped", _lift.Wrong);
    }

    [Fact]
    public void One_that_arrives_at_a_floor_that_nobody_listed_is_not_stuck_on_its_way_there()
    {
        _lift.Measure(new LiftPart { Floor = "1", CarMovingDirection = CarDirection.Up, CarDoorStatus = CarDoorStatus.Closed });
        _lift.Measure(new LiftPart { Floor = "4", CarMovingDirection = CarDirection.Stopped, CarDoorStatus = CarDoorStatus.Opened });
        _lift.PassSeconds(120);
        Assert.Empty(_lift.Wrong);
    }

    [Fact]
    public void One_that_has_fewer_floors_since_a_restart_is_heard()
    {
        _lift.Measure(new LiftPart { Floor = "5" });
        _lift.Restart(("floors", "1, 2"));
        Assert.Empty(_lift.Measure(new LiftPart { Trips = 3 }).OfType<Refused>());
        Assert.Equal((null, 3L), (_lift.State.CarPosition, _lift.State.Trips));
    }

    [Theory]
    [InlineData("1")]
    [InlineData("1, 2, 2")]
    [InlineData("1, , 3")]
    [InlineData("1, the second")]
    public void Floors_that_cannot_be_name_the_lift(string floors) => Assert.Contains(
        $"lift/lift-01: floors is '{floors}'",
        Assert.Throws<FormatException>(() => new TestLift(("floors", floors))).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("travel_s")]
    [InlineData("stuck_s")]
    public void Every_journey_would_be_an_alert_with_no_time_at_all(string name) => Assert.Contains(
        $"lift/lift-01: {name} is '0', expected 5 to 3600 seconds",
        Assert.Throws<FormatException>(() => new TestLift((name, "0"))).Message, StringComparison.Ordinal);

    [Fact]
    public void Floors_are_named_or_counted_and_not_both() => Assert.Contains(
        "lift/lift-01: floors names all landings",
        Assert.Throws<FormatException>(() => new TestLift(("floors", "1, 2"), ("landings", "2"))).Message, StringComparison.Ordinal);

    [Fact]
    public void A_profile_that_would_move_a_lift_is_none()
    {
        static SourceText Word(string text) => new(text, 1, 1);
        var (profile, errors) = ProfileBuilder.Build(
            new(Word("ours"))
            {
                Kind = Word(LiftKind.KindName),
                Mqtt = new([Word("{topic}/up")], [Word("{topic}/set")]),
                Messages =
                [
                    new(Word(""))
                    {
                        Topics = [Word("{topic}/up")],
                        Gives = [new(Word("car"), null, [(Word("floor"), Word("payload.floor"))])],
                    },
                ],
                Orders = [new(Word("call"), Word("{topic}/set"), [new("1", null, OrderPieceStyle.Text)])],
            }, [new LiftKind(TestEstate.Shanghai)]);
        Assert.Null(profile);
        Assert.Equal("'lift' is only read; it has no orders", Assert.Single(errors).Message);
    }
}
