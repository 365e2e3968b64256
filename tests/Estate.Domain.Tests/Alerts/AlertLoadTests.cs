using Estate.Domain.Alerts;
using FsCheck;
using FsCheck.Fluent;
using NodaTime;
using Xunit;
using Interval = NodaTime.Interval;

namespace Estate.Domain.Tests.Alerts;

/// <summary>The figures of ISA-18.2 and EEMUA 191, also against a count by hand.</summary>
public sealed class AlertLoadTests
{
    private static readonly Instant Begin = Instant.FromUtc(2026, 3, 2, 0, 0);
    private static readonly Interval Period = new(Begin, Begin + Duration.FromHours(12));
    private static readonly DateTimeZone Shanghai = DateTimeZoneProviders.Tzdb["Asia/Shanghai"];

    [Fact]
    public void A_quiet_shift_meets_its_targets()
    {
        var load = AlertLoad.Of(Period, Enumerable.Range(0, 24).Select(n => Raised(n * 30, $"c{n}")));
        Assert.Equal((24, 2.0, 1, 0, 0), (load.Count, load.PerHour, load.WorstTenMinutes, load.Floods.Count, load.Chattering.Count));
        Assert.Equal(10, load.MostFrequent.Count);
        Assert.Equal(10 / 24.0, load.ShareOfMostFrequent, 9);
    }

    [Fact]
    public void A_flood_begins_above_ten_in_ten_minutes_and_ends_below_five()
    {
        // Eleven in five minutes, then one every two minutes (five in ten), then one every three.
        var minutes = Enumerable.Range(0, 11).Select(n => 60 + (n * 0.5)).Concat(Enumerable.Range(1, 20).Select(n => 65 + (n * 2.0)))
            .Concat(Enumerable.Range(1, 10).Select(n => 105 + (n * 3.0))).ToList();
        var load = AlertLoad.Of(Period, minutes.Select(minute => Raised(minute, "c1")));
        var flood = Assert.Single(load.Floods);
        Assert.Equal(Begin + Duration.FromMinutes(60), flood.From);
        Assert.Equal(Begin + Duration.FromMinutes(107), flood.Until);
        Assert.Equal(11 + 20, flood.Alerts);
        // Ten are not more than ten.
        Assert.Empty(AlertLoad.Of(Period, minutes.Take(10).Select(minute => Raised(minute, "c1"))).Floods);
    }

    [Fact]
    public void A_flood_that_goes_on_ends_with_the_period()
    {
        var load = AlertLoad.Of(Period, Enumerable.Range(0, 20).Select(n => Raised((12 * 60) - 5 + (n * 0.2), "c1")));
        Assert.Equal((Period.End, 20), (Assert.Single(load.Floods).Until, load.Floods[0].Alerts));
    }

    [Fact]
    public void Three_times_within_a_minute_chatters()
    {
        var load = AlertLoad.Of(
            Period, [Raised(1, "a"), Raised(1.5, "a"), Raised(2, "a"), Raised(1, "b"), Raised(1.5, "b"), Raised(2.1, "b")]);
        Assert.Equal("charger/a/over_power", Assert.Single(load.Chattering).ToString());
    }

    [Fact]
    public void Counts_are_those_of_a_count_by_hand() => Prop.ForAll(
        Gen.Choose(-60, 13 * 60 * 60).ArrayOf().Resize(200).ToArbitrary(), seconds =>
    {
        var raised = seconds.Select((second, n) => Raised(second / 60.0, $"c{n % 15}")).ToList();
        var within = raised.Where(one => one.At >= Period.Start && one.At < Period.End).ToList();
        var load = AlertLoad.Of(Period, raised);
        Assert.Equal(within.Count, load.Count);
        Assert.Equal(within.Select(one => within.Count(other => other.At >= one.At && other.At - one.At < Duration.FromMinutes(10)))
            .DefaultIfEmpty().Max(), load.WorstTenMinutes);
        Assert.Equal(load.WorstTenMinutes > 10, load.Floods.Count > 0);
        Assert.Equal(within.Count, AlertLoad.ByTenMinutes(Period, raised).Sum());
        Assert.All(load.Floods.Zip(load.Floods.Skip(1)), pair =>
            Assert.True(pair.First.Until <= pair.Second.From + Duration.FromMinutes(10)));
        Assert.InRange(load.ShareOfMostFrequent, 0, 1.0000001);
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(200));

    [Theory]
    [InlineData(10, 0)]
    [InlineData(11, 1)]
    public void Eleven_in_ten_minutes_are_a_flood_and_ten_are_none(int count, int floods) => Assert.Equal(
        floods, AlertLoad.Of(Period, Enumerable.Range(0, count).Select(n => Raised(60 + (n * 0.8), $"c{n}"))).Floods.Count);

    [Theory]
    [InlineData("2026-03-02T07:59", "2026-03-01T20:00", "2026-03-02T08:00")]
    [InlineData("2026-03-02T08:00", "2026-03-02T08:00", "2026-03-02T20:00")]
    [InlineData("2026-03-02T19:59", "2026-03-02T08:00", "2026-03-02T20:00")]
    [InlineData("2026-03-02T20:00", "2026-03-02T20:00", "2026-03-03T08:00")]
    [InlineData("2026-03-02T00:10", "2026-03-01T20:00", "2026-03-02T08:00")]
    public void A_shift_is_from_eight_to_eight(string at, string start, string end)
    {
        var shift = ShiftPlan.Usual.At(Local(at), Shanghai);
        Assert.Equal((Local(start), Local(end)), (shift.Start, shift.End));
    }

    [Theory]
    [InlineData("2026-03-02T00:10", "2026-03-02T00:00", "2026-03-02T07:30")]
    [InlineData("2026-03-02T07:30", "2026-03-02T07:30", "2026-03-02T16:00")]
    [InlineData("2026-03-02T23:59", "2026-03-02T16:00", "2026-03-03T00:00")]
    public void There_may_be_three_in_any_order(string at, string start, string end)
    {
        var plan = new ShiftPlan([new(7, 30), new(16, 0), LocalTime.Midnight]);
        var shift = plan.At(Local(at), Shanghai);
        Assert.Equal((Local(start), Local(end)), (shift.Start, shift.End));
        Assert.Equal((Duration.FromHours(8.5), Duration.FromHours(7.5)), (plan.Longest, plan.Shortest));
    }

    [Fact]
    public void Shifts_join_also_where_clocks_change()
    {
        var zone = DateTimeZoneProviders.Tzdb["Europe/Berlin"];
        // Half past two is skipped once a year and comes twice once a year.
        var shifts = new ShiftPlan([new(2, 30), new(10, 0), new(18, 0)]).Last(1200, Instant.FromUtc(2026, 11, 30, 12, 0), zone);
        Assert.All(shifts, one => Assert.True(one.Duration >= Duration.FromHours(6)));
        Assert.All(shifts.Zip(shifts.Skip(1)), pair => Assert.Equal(pair.First.Start, pair.Second.End));
    }

    private static Instant Local(string text) =>
        NodaTime.Text.LocalDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd'T'HH:mm").Parse(text).Value.InZoneStrictly(Shanghai)
            .ToInstant();

    private static AlertOccurrence Raised(double minute, string device) =>
        new(Begin + Duration.FromMinutes(minute), new(new("charger", device), "over_power", ""));
}
