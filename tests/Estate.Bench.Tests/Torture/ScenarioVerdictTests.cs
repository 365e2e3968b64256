using Estate.Bench.Torture;
using Xunit;

namespace Estate.Bench.Tests.Torture;

/// <summary>Each judge of a scenario must be able to say no.</summary>
public sealed class ScenarioVerdictTests
{
    private static readonly TortureVerdict Clean = new(10, 5, 0, 0, 0);

    [Fact]
    public void The_line_has_figures_and_a_verdict() =>
        Assert.Equal(
            "disk: acknowledged=10 lost=0 doubled=0 recovered_s=1.2 PASS",
            new ScenarioVerdict("disk").Ledger(Clean, isDrained: true).Figure("recovered_s", 1.2).ToString());

    [Fact]
    public void A_broken_promise_is_named() =>
        Assert.EndsWith("FAIL (it did not recover; the gate stood still)",
            new ScenarioVerdict("disk").Require(false, "it did not recover").Require(true, "well").Require(false, "the gate stood still")
                .ToString(), StringComparison.Ordinal);

    [Fact]
    public void A_clean_ledger_passes() => Assert.True(new ScenarioVerdict("x").Ledger(Clean, isDrained: true).Passes);

    [Fact]
    public void A_loss_fails() => Assert.False(new ScenarioVerdict("x").Ledger(Clean with { Lost = 1 }, isDrained: true).Passes);

    [Fact]
    public void A_doubling_fails() => Assert.False(new ScenarioVerdict("x").Ledger(Clean with { Doubled = 1 }, isDrained: true).Passes);

    [Fact]
    public void A_nonzero_ledger_sum_fails() =>
        Assert.False(new ScenarioVerdict("x").Ledger(Clean with { LedgerSum = 5 }, isDrained: true).Passes);

    [Fact]
    public void A_run_in_which_nothing_happened_fails() =>
        Assert.False(new ScenarioVerdict("x").Ledger(Clean with { Acknowledged = 0 }, isDrained: true).Passes);

    [Fact]
    public void Devices_that_still_wait_fail() => Assert.False(new ScenarioVerdict("x").Ledger(Clean, isDrained: false).Passes);

    [Fact]
    public void Unreported_damage_fails() => Assert.False(Pages(StartOutcomeKind.Said, StartOutcomeKind.Silent).Passes);

    [Fact]
    public void A_silent_exit_fails() => Assert.False(Pages(StartOutcomeKind.Refused, StartOutcomeKind.Wordless).Passes);

    [Fact]
    public void Damage_that_was_reported_or_refused_passes() =>
        Assert.Equal(
            "corrupt-page: refused=1 said=1 harmless=1 wordless=0 silent=0 PASS",
            Pages(StartOutcomeKind.Refused, StartOutcomeKind.Said, StartOutcomeKind.Harmless).ToString());

    [Fact]
    public void Wear_within_its_limits_passes() => Assert.True(WearVerdict.Of(idle: 500, busy: 60_500, visits: 1).Passes);

    [Fact]
    public void Too_many_bytes_while_idle_fail() => Assert.False(WearVerdict.Of(idle: 600, busy: 1_000, visits: 1).Passes);

    [Fact]
    public void Too_many_bytes_per_visit_fail() => Assert.False(WearVerdict.Of(idle: 0, busy: 33_000, visits: 0.5).Passes);

    [Fact]
    public void A_storm_that_leaves_handles_open_fails()
    {
        Assert.True(
            Storms.VerdictOf([.. Enumerable.Range(0, 100).Select(i => (100_000_000L + (i % 3 * 1_000_000), 300 + (i % 2)))], 1).Passes);
        Assert.False(Storms.VerdictOf([.. Enumerable.Range(0, 100).Select(i => (100_000_000L, 300 + i))], 1).Passes);
        Assert.False(Storms.VerdictOf([.. Enumerable.Range(0, 100).Select(i => (100_000_000L + (i * 300_000L), 300))], 1).Passes);
    }

    [Theory]
    [InlineData(10, 29, 300, 20, 20, true)]
    [InlineData(10, 31, 300, 20, 20, false)]
    [InlineData(10, 29, 301, 20, 20, false)]
    [InlineData(10, 29, 300, 21, 20, false)]
    [InlineData(10, 29, 300, 20, 21, false)]
    [InlineData(10, 29, double.NaN, 20, 20, false)]
    public void A_flood_that_slows_others_fails(double before, double tap, double list, double exit, double fire, bool passes)
    {
        var verdict = new ScenarioVerdict("flood");
        FloodVerdict.AddTo(verdict, new FloodWaits(before, tap, list, exit, fire));
        Assert.Equal(passes, verdict.Passes);
    }

    [Theory]
    [InlineData(0.5e6, 0, true)]
    [InlineData(1.1e6, 0, false)]
    [InlineData(0.5e6, 10e3, false)]
    public void A_flood_that_writes_too_much_fails(double first, double then, bool passes)
    {
        var verdict = new ScenarioVerdict("flood");
        FloodVerdict.AddTo(verdict, "flood", idle: new(1000, 60), new(first, 20), new(then + 1000, 60));
        Assert.Equal(passes, verdict.Passes);
    }

    [Theory]
    [InlineData(20_000, 1.0, 1, true)]
    [InlineData(10_000, 1.0, 1, false)]
    [InlineData(20_000, null, 1, false)]
    [InlineData(20_000, 1.0, 2, false)]
    public void A_flood_that_never_happened_or_never_ends_fails(double perSecond, double? servedAgain, long alerts, bool passes)
    {
        var verdict = new ScenarioVerdict("flood");
        FloodVerdict.AddTo(verdict, perSecond, servedAgain, alerts);
        Assert.Equal(passes, verdict.Passes);
    }

    [Fact]
    public void An_unknown_scenario_lists_the_known_ones()
    {
        Assert.Contains("disk-full", Assert.Throws<FormatException>(() => Scenario.Find("flod")).Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Scenario.Find("all"), one => one.Name is "soak" or "wear");
        Assert.Equal("soak", Assert.Single(Scenario.Find("soak")).Name);
    }

    private static ScenarioVerdict Pages(params StartOutcomeKind[] fates) =>
        StartOutcomes.AddTo(new("corrupt-page"), [.. fates.Select(fate => new StartOutcome(fate, null))]);
}
