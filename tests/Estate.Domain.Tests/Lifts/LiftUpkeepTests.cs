using Estate.Domain.Devices;
using Estate.Domain.Lifts;
using Estate.TestKit;
using NodaTime;
using Xunit;

namespace Estate.Domain.Tests.Lifts;

/// <summary>When the firm is due: by its date, or by how often the lift travelled.</summary>
public sealed class LiftUpkeepTests
{
    [Fact]
    public void Maintenance_is_due_on_the_fifteenth_day_after_the_last()
    {
        var lift = new TestLift();
        lift.Measure(TestLift.Standing);
        Assert.Equal("noted", lift.Ask(new RecordLiftMaintenance(TestLift.Lift, "上海某电梯公司")).Result);
        lift.Pass(Duration.FromDays(14) + Duration.FromHours(15));
        Assert.Empty(lift.Wrong);
        lift.Pass(Duration.FromHours(2));
        Assert.Equal(["maintenance_due"], lift.Wrong);
        lift.Ask(new RecordLiftMaintenance(TestLift.Lift, "上海某电梯公司"));
        Assert.Empty(lift.Wrong);
        Assert.Equal("Li", lift.Facts.OfType<LiftMaintained>().Last().By);
    }

    [Fact]
    public void Maintenance_is_due_by_trips_also_when_a_new_controller_counts_from_zero()
    {
        var lift = new TestLift(("maintenance_trips", "100"), ("maintenance_days", "60"));
        foreach (var trips in (long[])[1000, 1060, 0, 39])
            lift.Measure(TestLift.Standing with { Trips = trips });
        lift.PassSeconds(1);
        Assert.Empty(lift.Wrong);
        lift.Measure(TestLift.Standing with { Trips = 40 });
        lift.PassSeconds(1);
        Assert.Equal(["maintenance_due"], lift.Wrong);
        Assert.Equal((100, true), (lift.Facts.OfType<LiftMaintenanceFellDue>().Single().Trips, lift.State.IsMaintenanceDue));
    }

    [Fact]
    public void A_clock_that_cannot_be_believed_makes_nothing_due()
    {
        var lift = new TestLift { Clock = ClockTrust.Unknown };
        lift.Measure(TestLift.Standing);
        lift.Pass(Duration.FromDays(400));
        Assert.Empty(lift.Wrong);
        Assert.Equal("clock_unknown", lift.Ask(new RecordLiftMaintenance(TestLift.Lift, "firm")).Reason);
    }

    [Theory]
    [InlineData("", null, "firm_needed")]
    [InlineData("firm", "2026-03-03", "bad_day")]
    [InlineData("firm", "2025-12-01", "bad_day")]
    [InlineData("firm", "yesterday", "bad_day")]
    public void A_maintenance_that_cannot_have_been_is_refused_in_both_languages(string firm, string? day, string reason)
    {
        var lift = new TestLift();
        lift.Measure(TestLift.Standing);
        var before = lift.State;
        var answer = lift.Ask(new RecordLiftMaintenance(TestLift.Lift, firm, day));
        Assert.Equal(reason, answer.Reason);
        Assert.Matches("[一-龥]", answer.Text.Zh);
        Assert.DoesNotMatch("[一-龥]", answer.Text.En);
        Assert.Same(before, lift.State);
    }

    [Fact]
    public void A_later_maintenance_is_not_replaced_by_an_earlier_one()
    {
        var lift = new TestLift();
        lift.Measure(TestLift.Standing);
        lift.Ask(new RecordLiftMaintenance(TestLift.Lift, "firm", "2026-03-01"));
        Assert.Equal("older", lift.Ask(new RecordLiftMaintenance(TestLift.Lift, "firm", "2026-02-28")).Reason);
    }
}
