using Estate.Domain.Bins;
using Estate.Domain.Devices;
using Estate.Domain.Gate;
using Estate.Domain.Rules;
using Estate.TestKit;
using NodaTime;
using Xunit;

namespace Estate.Domain.Tests.Rules;

/// <summary>
/// A condition that holds before its hour comes: the clock alone begins the wait and ends it. The estate's noon is 12:00.
/// </summary>
public sealed class RuleTimeTests
{
    private static readonly RuleSource FullAfterOne = new("full-after-one")
    {
        On = ["bin"],
        When = "value.fill >= 0.85 && local.hour >= 13",
        For = Duration.FromMinutes(10),
        Severity = Severity.Medium,
        Title = new("满", "Full"),
    };

    [Fact]
    public void A_rule_on_the_clock_fires_after_its_delay_without_a_new_reading()
    {
        var estate = new TestRules(FullAfterOne);
        estate.Fill(0.9);
        AssertFiresAtTenPastOne(estate, () => estate.Measure(TestRules.Station, new ClimateReading(20)));
    }

    [Fact]
    public void A_rule_on_the_clock_fires_after_the_reading_has_left_its_window()
    {
        var estate = new TestRules(FullAfterOne with
        { When = "(value.fill >= 0.85 && local.hour >= 13) || max(value.fill, duration('5m')) > 1.5" });
        estate.Fill(0.9);
        AssertFiresAtTenPastOne(estate, () => estate.Measure(TestRules.Station, new ClimateReading(20)));
    }

    [Fact]
    public void A_rule_on_the_clock_fires_for_a_fact_recorded_once()
    {
        var estate = new TestRules(FullAfterOne with { On = ["door_moved"], When = "fact.is_open && local.hour >= 13" });
        estate.Hear(TestRules.Gate, new DoorInputs(true, null, false, false, false));
        AssertFiresAtTenPastOne(estate, () => estate.Measure(TestRules.Gate, new DoorInputs(true, null, false, false, false)));
    }

    [Fact]
    public void A_condition_that_ended_before_the_hour_does_not_fire()
    {
        var estate = new TestRules(FullAfterOne);
        estate.Fill(0.9);
        estate.Pass(30, each: () => estate.Measure(TestRules.Station, new ClimateReading(20)));
        estate.Fill(0.2);
        estate.Pass(60, each: () => estate.Measure(TestRules.Station, new ClimateReading(20)));
        Assert.Empty(estate.Facts<RuleFired>());
    }

    private static void AssertFiresAtTenPastOne(TestRules estate, Action sayAnother)
    {
        estate.Pass(69, each: sayAnother);
        Assert.Empty(estate.Facts<RuleFired>());
        estate.Pass(2, each: sayAnother);
        var fired = Assert.Single(estate.Facts<RuleFired>());
        Assert.Equal(new LocalTime(13, 0), fired.Since.InZone(TestRules.Zone).TimeOfDay);
        estate.Pass(60, each: sayAnother);
        Assert.Single(estate.Facts<RuleFired>());
    }
}
