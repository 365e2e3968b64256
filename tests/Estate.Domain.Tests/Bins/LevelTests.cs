using Estate.Domain.Bins;
using Estate.Domain.Devices;
using Estate.TestKit;
using NodaTime;
using Xunit;
using static Estate.TestKit.TestEstate;

namespace Estate.Domain.Tests.Bins;

public sealed class LevelTests
{
    private readonly TestEstate _estate = new();

    [Fact]
    public void Full_is_reported_once_and_cleared_only_well_below()
    {
        Assert.Single(Facts<CompartmentFilledUp>(Fill(0.92)));
        Assert.Empty(Facts<Fact>(Fill(0.85)));
        Assert.Empty(Facts<Fact>(Fill(0.95)));
        Assert.Single(Facts<CompartmentHasRoom>(Fill(0.70)));
    }

    [Fact]
    public void A_steep_drop_in_level_is_an_emptying()
    {
        Fill(0.80);
        var emptied = Assert.Single(Facts<CompartmentEmptied>(Fill(0.05)));
        Assert.Equal((0.80, 0.05, false), (emptied.Before, emptied.After, emptied.IsReported));
    }

    [Fact]
    public void A_report_and_its_drop_in_level_are_one_emptying()
    {
        Fill(0.80);
        Assert.Single(Facts<CompartmentEmptied>(_estate.Machine.Step(_estate.Event(Station1, "e", new EmptiedReport(WasteCategory.Wet)))));
        _estate.Now += Duration.FromMinutes(5);
        Assert.Empty(Facts<CompartmentEmptied>(Fill(0.05)));
    }

    [Fact]
    public void An_older_reading_never_replaces_a_newer()
    {
        Fill(0.50);
        _estate.Measure(Station1, new FillReading(WasteCategory.Wet, 0.10), _estate.Now - Duration.FromMinutes(30));
        Assert.Equal(0.50, Wet().Fill);
    }

    [Fact]
    public void An_unreadable_level_is_unknown_and_not_empty()
    {
        Fill(0.50);
        Assert.Single(Facts<LevelUnreadable>(_estate.Measure(Station1, new FillReading(WasteCategory.Wet, null))));
        Assert.Null(Wet().Fill);
        Assert.Equal(Tone.Unknown, _estate.Machine.Card(Station1)!.Tone);
        Assert.Empty(Facts<CompartmentEmptied>(Fill(0.05)));
    }

    [Fact]
    public void Heat_has_hysteresis()
    {
        Assert.True(Assert.Single(Facts<HeatChanged>(_estate.Measure(Station1, new ClimateReading(70)))).Hot);
        Assert.Empty(Facts<HeatChanged>(_estate.Measure(Station1, new ClimateReading(55))));
        Assert.False(Assert.Single(Facts<HeatChanged>(_estate.Measure(Station1, new ClimateReading(45)))).Hot);
    }

    /// <summary>A sensor of another make tells percent or volts; a late word is history.</summary>
    [Fact]
    public void The_battery_of_a_level_sensor_is_known_and_measured()
    {
        var late = _estate.Event(Station1, "late", new BatteryReading(90, null));
        _estate.Now += Duration.FromMinutes(1);
        Assert.Null(_estate.Machine.Card(Station1)!.BatteryPct);
        Assert.Equal("battery_pct", Assert.Single(BatteryOf(_estate.Measure(Station1, new BatteryReading(12, null)))));
        Assert.Equal("battery_v", Assert.Single(BatteryOf(_estate.Measure(Station1, new BatteryReading(null, 2.9)))));
        Assert.Equal(12, _estate.Machine.Card(Station1)!.BatteryPct);
        _estate.Machine.Step(late);
        Assert.Equal(12, _estate.Machine.Card(Station1)!.BatteryPct);
        Assert.NotNull(new BatteryReading(double.NaN, null).Fault ?? new BatteryReading(101, null).Fault);
    }

    [Fact]
    public void A_late_tilt_is_history_and_changes_nothing()
    {
        var late = _estate.Event(Station1, "late", new TiltReport(true));
        _estate.Now += Duration.FromMinutes(1);
        _estate.Say(Station1, "now", new TiltReport(false));
        Assert.Single(Facts<TiltChanged>(_estate.Machine.Step(late)));
        Assert.False(((StationState)_estate.Machine.StateOf(Station1)!).Tilted);
    }

    [Fact]
    public void An_overtaken_fire_report_still_counts_and_only_a_later_report_clears_it()
    {
        var fire = _estate.Event(Station1, "fire", new FireReport(true));
        _estate.Now += Duration.FromSeconds(1);
        _estate.Say(Station1, "calm", new FireReport(false));
        _estate.Machine.Step(fire);
        Assert.True(((StationState)_estate.Machine.StateOf(Station1)!).Burning);
        _estate.Now += Duration.FromSeconds(1);
        _estate.Say(Station1, "out", new FireReport(false));
        Assert.False(((StationState)_estate.Machine.StateOf(Station1)!).Burning);
    }

    [Fact]
    public void A_late_heat_report_raises_no_alarm()
    {
        Assert.Empty(Facts<HeatChanged>(_estate.Measure(Station1, new ClimateReading(80), _estate.Now - Duration.FromDays(1))));
        Assert.Null(((StationState)_estate.Machine.StateOf(Station1)!).TemperatureC);
    }

    [Fact]
    public void A_restored_state_has_the_compartments_of_the_current_inventory()
    {
        Fill(0.5);
        var saved = _estate.Machine.StateOf(Station1)!;
        var settings = new DeviceSettings(Station1, new Dictionary<string, string> { ["compartments"] = "wet" });
        var machine = new EstateMachine([new StationKind(_estate.Hasher)], [settings], []);
        machine.Restore(Station1, new Presence(), saved);
        Assert.Equal(0.5, Assert.Single(((StationState)machine.StateOf(Station1)!).Compartments).Fill);
    }

    [Fact]
    public void A_reading_of_an_unknown_compartment_is_refused()
    {
        var settings = new DeviceSettings(Station1, new Dictionary<string, string> { ["compartments"] = "wet residual" });
        var machine = new EstateMachine([new StationKind(_estate.Hasher)], [settings], []);
        var outcomes = machine.Step(_estate.Event(Station1, "l", new LidReport(WasteCategory.Hazardous, true)));
        Assert.Equal(RejectReason.UnknownCompartment, outcomes.OfType<Refused>().Single().Rejection.Reason);
        Assert.Equal("refused", outcomes.OfType<Acknowledged>().Single().Answer.Result);
    }

    [Fact]
    public void Statistics_give_participation_and_wet_share()
    {
        var contributions = new List<Contribution?>();
        foreach (var (card, category, grams) in new[] { ("card-h1", WasteCategory.Wet, 300), ("card-h2", WasteCategory.Residual, 500),
            ("card-h1", WasteCategory.Wet, 200) })
        {
            var id = $"s{contributions.Count}";
            var tap = _estate.Machine.Step(_estate.Event(Station1, id, _estate.TapOf(card)));
            var deposit = _estate.Machine.Step(_estate.Event(Station1, id + "d", new Deposit(id, category, grams)));
            contributions.AddRange(Facts<Fact>(tap).Concat(Facts<Fact>(deposit)).Select(fact => fact.Contribution));
        }
        // A tap adds nothing, and neither does what became of it.
        Assert.Equal(
            [new Contribution("wet", 300, "h1"), new("residual", 500, "h2"), new("wet", 200, "h1")], contributions.OfType<Contribution>());
        var byWhat = new Dictionary<string, Total> { ["wet"] = new(2, 500), ["residual"] = new(1, 500), ["recyclable"] = new(1, 900) };
        var statistics = SortingStatistics.Of(new(byWhat, 2), households: 8);
        Assert.Equal((2, 0.25, 0.5), (statistics.Sorted, statistics.Participation, statistics.WetShare));
        Assert.Equal(
            ["recyclable 900", "hazardous 0", "wet 500", "residual 500"],
            statistics.GramsByCategory.Select(one => $"{one.Key} {one.Value}"));
        Assert.Null(SortingStatistics.Of(new(new Dictionary<string, Total>(), 0), 8).WetShare);
        var unclaimed = new DepositUnclaimed(Station1, EventTime.Now(_estate.Now), "s", WasteCategory.Wet, 70);
        Assert.Equal(new Contribution("wet", 70, null), unclaimed.Contribution);
    }

    private IReadOnlyList<Outcome> Fill(double fill)
    {
        _estate.Now += Duration.FromMinutes(1);
        return _estate.Measure(Station1, new FillReading(WasteCategory.Wet, fill));
    }

    private Compartment Wet() =>
        ((StationState)_estate.Machine.StateOf(Station1)!).Compartments.Single(one => one.Category == WasteCategory.Wet);

    private static IEnumerable<string> BatteryOf(IEnumerable<Outcome> outcomes) => outcomes.OfType<Measured>()
        .Where(one => one.Measurement.Name == "station").SelectMany(one => one.Measurement.Fields.Select(field => field.Key));
}
