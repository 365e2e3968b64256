using Estate.Domain.Devices;
using Estate.Domain.Lifts;
using Estate.TestKit;
using Xunit;

namespace Estate.Domain.Tests.Lifts;

/// <summary>What a lift cannot have said, and what it is never told.</summary>
public sealed class LiftReportTests
{
    public static TheoryData<LiftReading, string, string> Impossible { get; } = new()
    {
        { TestLift.Standing with { CarPosition = 999 }, "有 18 站，没有第 999 站", "18 landings; there is none of number 999" },
        { TestLift.Standing with { CarPosition = 0 }, "没有第 0 站", "none of number 0" },
        { TestLift.Standing with { Trips = -1 }, "不能为负", "cannot be negative" },
        { TestLift.Standing with { Trips = long.MaxValue }, "最多 1000000000", "1000000000 at most" },
        { TestLift.Standing with { CarLoadKg = -5 }, "载荷", "car_load_kg is 0 to" },
        { TestLift.Standing with { FaultSignals = [.. Enumerable.Repeat(LiftFault.PositionLost, 21)] }, "最多 20", "at most 20" },
    };

    [Theory]
    [MemberData(nameof(Impossible))]
    public void What_cannot_be_is_refused_in_both_languages_and_nothing_else_changes(LiftReading report, string zh, string en)
    {
        var lift = new TestLift();
        lift.Measure(TestLift.Standing);
        var (before, facts) = (lift.State, lift.Facts.Count());
        var answer = lift.Say(report);
        Assert.Equal(("refused", RejectReason.BadMember), (answer.Result, answer.Reason));
        Assert.Contains(zh, answer.Text.Zh, StringComparison.Ordinal);
        Assert.Contains(en, answer.Text.En, StringComparison.Ordinal);
        var outcomes = lift.Measure(report);
        Assert.Equal(RejectReason.BadMember, Assert.Single(outcomes.OfType<Refused>()).Rejection.Reason);
        Assert.Empty(outcomes.OfType<Measured>());
        Assert.Same(before, lift.State);
        Assert.Equal(facts, lift.Facts.Count());
    }

    [Theory]
    [InlineData(1, "-2")]
    [InlineData(2, "-1")]
    [InlineData(3, "1")]
    [InlineData(20, "18")]
    public void Floors_are_written_as_people_write_them_and_none_is_called_zero(int position, string floor)
    {
        var lift = new TestLift(("lowest", "-2"), ("landings", "20"));
        lift.Measure(TestLift.Standing with { CarPosition = position });
        Assert.Equal(floor, lift.State.Floor);
    }

    [Theory]
    [InlineData("landings", "1")]
    [InlineData("landings", "999")]
    [InlineData("lowest", "2")]
    [InlineData("maintenance_days", "0")]
    public void A_setting_that_cannot_be_names_the_lift(string name, string value) =>
        Assert.Contains(
            "lift/lift-01: " + name, Assert.Throws<FormatException>(() => new TestLift((name, value))).Message, StringComparison.Ordinal);

    [Fact]
    public void Whatever_is_reported_or_asked_no_lift_is_ever_commanded()
    {
        var (lift, random) = (new TestLift(("maintenance_trips", "50")), new Random(28));
        for (var i = 0; i < 5_000; i++)
        {
            var report = TestLift.Standing with
            {
                CarPosition = random.Next(19),
                CarMovingDirection = (CarDirection)random.Next(6),
                CarDoorStatus = (CarDoorStatus)random.Next(10),
                CarDoorZone = random.Next(3) switch { 0 => null, 1 => true, _ => false },
                CarMode = (CarMode)random.Next(14),
                CarLoadKg = random.Next(4) == 0 ? null : random.Next(200),
                PassengerAlarm = random.Next(4) == 0,
                FaultSignals = random.Next(3) == 0 ? [(LiftFault)random.Next(17)] : [],
                Trips = 1000 + i,
            };
            if (random.Next(2) == 0)
                lift.Say(report);
            else
                lift.Measure(report);
            lift.PassSeconds(random.Next(30));
            if (random.Next(500) == 0)
                lift.Ask(new RecordLiftMaintenance(TestLift.Lift, "firm"));
        }
        Assert.Contains(lift.Facts, fact => fact is LiftGotStuck);
        Assert.Contains(lift.Facts, fact => fact is LiftMaintained);
        Assert.DoesNotContain(lift.Outcomes, one => one is Commanded or Actuated);
    }
}
