using Estate.Domain.Alerts;
using Estate.Domain.Bins;
using Estate.Domain.Devices;
using Estate.Domain.Rules;
using Estate.TestKit;
using NodaTime;
using Xunit;

namespace Estate.Domain.Tests.Rules;

/// <summary>
/// A rule over the past: the same firings as live, the difference to the version in force, late data and silence as they were.
/// </summary>
public sealed class BacktestTests
{
    private static readonly Instant Noon = Instant.FromUtc(2026, 3, 2, 4, 0);
    private static readonly RuleSource Full = new("full")
    {
        On = ["bin"],
        When = "value.fill >= 0.85",
        For = Duration.FromMinutes(2),
        Title = new("满", "Full"),
        Text = new("{value.fill}", "{value.fill}"),
        Severity = Severity.Medium,
    };

    /// <summary>Parts one rule may remember at once.</summary>
    private const int RunningRuleLimit = 10_000;

    private readonly TestRules _estate = new();

    [Fact]
    public void A_backtest_fires_exactly_what_fired_live()
    {
        var live = new TestRules(Full with { Clear = "value.fill < 0.7", Keep = Duration.FromMinutes(1) });
        double?[] levels = [0.5, 0.9, 0.8, 0.9, 0.9, 0.91, 0.92, null, 0.8, 0.6, 0.6, 0.9, 0.9, 0.5, 0.95, 0.95, 0.95];
        foreach (var level in levels)
        {
            live.Fill(level);
            live.Pass(1, 0.25);
        }
        var fired = live.Facts<RuleFired>().Select(one => (one.Since, one.Time.At)).ToList();
        Assert.True(fired.Count >= 2);

        var report = Run(Full with
        { Clear = "value.fill < 0.7", Keep = Duration.FromMinutes(1) }, null,
            live.Outcomes.OfType<Measured>().Where(one => one.Measurement.Name == "bin").Select(one => Of(one.Measurement)));

        Assert.Equal(fired, report.Candidate.Firings.Select(one => (one.Since, one.At)));
        Assert.Equal(
            live.Facts<RuleCleared>().Select(one => (Instant?)one.Time.At),
            report.Candidate.Firings.Where(one => one.EndedAt is not null).Select(one => one.EndedAt));
        Assert.Equal(live.Facts<AlertRaised>().Count(one => one.Condition == "full"), report.Candidate.Pages);
    }

    [Fact]
    public void A_comparison_lists_added_removed_and_changed_firings_with_values()
    {
        // One that only the old version sees, one that both see but at other times, one that only the new version sees.
        var points = Points((0, 0.86), (10, 0.1), (20, 0.86), (30, 0.95), (40, 0.1), (60, 0.96), (61, 0.1));

        var report = Run(Full with { When = "value.fill >= 0.9", For = Duration.FromSeconds(30) }, Full with
        { When = "value.fill >= 0.85" }, points);

        Assert.Equal(["changed", "added", "removed"], report.Changes.Select(change => change.Kind));
        Assert.Equal(
            (Noon + Duration.FromMinutes(22), Noon + Duration.FromMinutes(30.5)),
            (report.Changes[0].Before!.At, report.Changes[0].After!.At));
        Assert.Equal("0.96", report.Changes[1].After!.Words!.Value.En);
        Assert.Equal([new("value.fill", "0.86")], report.Changes[2].Before!.Seen);
    }

    [Fact]
    public void Equal_versions_show_no_difference()
    {
        var report = Run(Full, Full, Points((0, 0.9), (10, 0.1)));

        Assert.Single(report.InForce!.Firings);
        Assert.Empty(report.Changes);
    }

    [Fact]
    public void Nights_are_counted_in_the_zone_of_the_estate()
    {
        // 22:30 and 23:30 in Shanghai are nights, 12:00 is none.
        var report = Run(Full, null, Points((0, 0.9), (10, 0.1), (630, 0.9), (640, 0.1), (690, 0.9), (700, 0.1)));

        Assert.Equal((3, 2.0), (report.Candidate.Pages, report.Candidate.PagesPerNight));
    }

    [Fact]
    public void Late_data_notifies_nobody_and_a_silent_devices_last_value_does_not_fire()
    {
        PastInput[] past =
        [
            new(new CompartmentFilledUp(
                TestRules.Station, new EventTime(Noon, Noon + Duration.FromHours(1), ClockTrust.Synced), WasteCategory.Wet, 0.9), null,
                default),
            new(new CompartmentFilledUp(TestRules.Station, EventTime.Now(Noon + Duration.FromHours(2)), WasteCategory.Recyclable, 0.95),
            null, default),
            new(new DeviceFellSilent(TestRules.Station, EventTime.Now(Noon + Duration.FromHours(2) + Duration.FromMinutes(1)), null), null,
            default),
        ];
        var rule = Full with { On = ["compartment_filled_up"], By = ["category"], When = "fact.fill > 0.8", Text = null };

        Assert.Empty(Run(rule, null, past).Candidate.Firings);
        var late = Assert.Single(Run(rule with { For = Duration.Zero }, null, past[..1]).Candidate.Firings);
        Assert.True(late.IsLate);
        Assert.Equal(0, Run(rule with { For = Duration.Zero }, null, past[..1]).Candidate.Pages);
    }

    [Fact]
    public void A_slightly_late_input_fires_although_other_waits_have_ended()
    {
        var rule = Full with
        {
            On = ["compartment_filled_up"],
            By = ["category"],
            When = "fact.fill > 0.8",
            For = Duration.FromMinutes(3),
            Text = null
        };
        PastInput[] past =
        [
            new(new CompartmentFilledUp(TestRules.Station, EventTime.Now(Noon + Duration.FromMinutes(1)), WasteCategory.Wet, 0.9), null,
            default),
            new(new CompartmentFilledUp(
                TestRules.Station, new EventTime(Noon, Noon + Duration.FromMinutes(5), ClockTrust.Synced), WasteCategory.Recyclable, 0.9),
                null, default),
            new(new CompartmentFilledUp(TestRules.Station, EventTime.Now(Noon + Duration.FromMinutes(5.5)), WasteCategory.Recyclable, 0.1),
            null, default),
        ];

        Assert.Equal(["category-wet", "category-recyclable"], Run(rule, null, past).Candidate.Firings.Select(firing => firing.Component));
    }

    [Fact]
    public void Components_seen_once_are_forgotten_as_they_are_live()
    {
        var at = Noon;
        var past = Enumerable.Range(0, RunningRuleLimit + 500).Select(i => new PastInput(
                new Deposited(
                    TestRules.Station, EventTime.Now(at += Duration.FromSeconds(20)), $"s{i}", EventTime.Now(at), "h1", WasteCategory.Wet,
                    i == 0 ? 2000 : 500), null, default));

        var report = Run(Full with
        {
            On = ["deposited"],
            By = ["session"],
            When = "fact.grams > 1000",
            Clear = "fact.grams < 0",
            For = Duration.Zero,
            Text = null
        }, null, past);

        Assert.Null(report.Candidate.Problem);
    }

    [Fact]
    public void A_firing_that_began_before_the_interval_counts_as_changed()
    {
        var begin = Noon - Duration.FromHours(12);
        PastInput[] past = [
            Of(new("bin", begin - Duration.FromMinutes(15), [("station", "station-1"), ("category", "wet")], [("fill", 0.9)])),
            Of(new("bin", begin + Duration.FromMinutes(30), [("station", "station-1"), ("category", "wet")], [("fill", 0.1)]))];

        var report = Run(Full with { For = Duration.FromMinutes(20) }, Full with { For = Duration.FromMinutes(10) }, past);

        Assert.Equal("changed", Assert.Single(report.Changes).Kind);
    }

    [Fact]
    public void A_disabled_rule_reports_the_reason()
    {
        var report = Run(Full with
        { When = "1 / int(value.fill - value.fill) > 0", Text = null }, null, Points((0, 1), (1, 1), (2, 1), (3, 1)));

        Assert.Contains("zero", report.Candidate.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Stored_points_are_matched_to_their_devices()
    {
        var test = Start(Full, null);

        Assert.Equal(TestRules.Station, test.SpeakerOf(new("bin", Noon, [("category", "wet"), ("station", "station-1")], [])));
        Assert.Equal(new DeviceId("parking", "a002"), test.SpeakerOf(new("bay", Noon, [("zone", "A"), ("bay", "A002")], [])));
        Assert.Equal(TestRules.Lot, test.SpeakerOf(new("parking", Noon, [("zone", "A")], [])));
    }

    private BacktestReport Run(RuleSource candidate, RuleSource? inForce, IEnumerable<PastInput> past)
    {
        var test = Start(candidate, inForce);
        foreach (var input in past)
            test.Feed(input);
        return test.End(Noon + Duration.FromHours(12));
    }

    private Backtest Start(RuleSource candidate, RuleSource? inForce) =>
        new(Built(candidate)!, Built(inForce), _estate.Schema, new AlertPolicy(), Noon - Duration.FromHours(12));

    private Rule? Built(RuleSource? source) =>
        source is null ? null : RuleBuilder.Build(source, _estate.Schema, []).Rule
        ?? throw new FormatException(string.Join("; ", _estate.Errors(source)));

    private static IEnumerable<PastInput> Points(params (double Minute, double Fill)[] points) =>
        points.Select(one =>
            Of(new("bin", Noon + Duration.FromMinutes(one.Minute), [("station", "station-1"), ("category", "wet")], [("fill", one.Fill)])));

    private static PastInput Of(Measurement point) => new(null, point, TestRules.Station);
}
