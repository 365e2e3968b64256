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
    public void A_floor_that_it_does_not_have_is_refused_in_both_languages_and_changes_nothing()
    {
        _lift.Measure(new LiftPart { Floor = "1" });
        var before = _lift.State;
        var refused = Assert.Single(_lift.Measure(new LiftPart { Floor = "4", Trips = 9 }).OfType<Refused>()).Rejection;
        Assert.Equal(RejectReason.BadMember, refused.Reason);
        Assert.Contains("this lift has no floor '4'", refused.Detail, StringComparison.Ordinal);
        Assert.Contains("没有楼层“4”", new LiftPart { Floor = "4" }.Mistake(LiftSettings.From(new(TestLift.Lift,
            new Dictionary<string, string>())) with
        { Landings = 3 })!.Value.Zh, StringComparison.Ordinal);
        Assert.Single(_lift.Measure(new LiftPart { CarPosition = 7 }).OfType<Refused>());
        Assert.Same(before, _lift.State);
    }

    [Theory]
    [InlineData("1")]
    [InlineData("1, 2, 2")]
    [InlineData("1, , 3")]
    [InlineData("1, the second")]
    public void Floors_that_cannot_be_name_the_lift(string floors) => Assert.Contains(
        $"lift/lift-01: floors is '{floors}'",
        Assert.Throws<FormatException>(() => new TestLift(("floors", floors))).Message, StringComparison.Ordinal);

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
