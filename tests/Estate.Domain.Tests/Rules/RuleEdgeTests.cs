using System.Collections.Immutable;
using Estate.Domain.Alerts;
using Estate.Domain.Bins;
using Estate.Domain.Devices;
using Estate.Domain.Rules;
using Estate.Domain.Rules.Cel;
using Estate.TestKit;
using NodaTime;
using Xunit;

namespace Estate.Domain.Tests.Rules;

/// <summary>Where restarts, silences, late data and failures meet.</summary>
public class RuleEdgeTests
{
    private static readonly RuleSource Full = new("full")
    {
        On = ["bin"],
        When = "value.fill >= 0.85",
        Severity = Severity.Medium,
        Title = new("满", "Full"),
    };

    private static readonly RuleSource Timed = Full with { When = "value.fill >= 0.85 && local.hour >= 0" };

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public void Time_alone_does_not_make_late_data_current(int minutes)
    {
        var estate = new TestRules(Timed with { For = Duration.FromMinutes(minutes) });

        estate.Fill(0.9, Duration.FromHours(3));
        estate.Pass(4);

        Assert.All(estate.Facts<RuleFired>(), fired => Assert.True(fired.Time.IsLate));
        Assert.DoesNotContain(estate.Outcomes.OfType<Notified>(), told => told.Notification.Alert.Key.Type == "full");
    }

    [Fact]
    public void Time_alone_does_not_evaluate_a_silent_devices_last_value()
    {
        var estate = new TestRules(Full with { When = "value.fill >= 0.85 && local.hour >= 13" });
        estate.Fill(0.9);
        estate.Pass(70);
        Assert.Empty(estate.Facts<RuleFired>());

        estate.Fill(0.9);

        Assert.Single(estate.Facts<RuleFired>());
    }

    [Fact]
    public void A_firing_known_only_afterwards_ends_with_live_data()
    {
        var estate = new TestRules(Full with { For = Duration.FromMinutes(5) });
        estate.Fill(0.9, Duration.FromHours(3));
        estate.Fill(0.9, Duration.FromHours(2));
        Assert.Single(estate.Facts<RuleFired>());

        estate.Fill(0.9);
        estate.Pass(1, each: () => estate.Fill(0.2));
        estate.Pass(2);

        Assert.DoesNotContain(estate.Alerts.Open, alert => alert.Key.Type == "full");
    }

    [Fact]
    public void A_late_firing_followed_by_an_unknown_value_still_notifies_later()
    {
        var estate = new TestRules(Full with { Clear = "value.fill < 0.2" });
        estate.Fill(0.9, Duration.FromHours(3));
        estate.Fill(0.5);
        estate.Fill(0.9);

        Assert.Contains(estate.Outcomes.OfType<Notified>(), told => told.Notification.Alert.Key.Type == "full");
    }

    [Fact]
    public void A_disabled_rule_stays_disabled_across_a_restart_until_it_is_enabled()
    {
        var broken = Full with { When = "1 / (int(value.fill) - int(value.fill)) > 0" };
        var estate = new TestRules(broken);
        for (var i = 0; i < 3; i++)
            estate.Fill(0.9);

        estate.Restart(broken);
        Assert.NotNull(estate.Desk.Views().Single().Disabled);
        Assert.Contains("gateway/self/rule_disabled/full", estate.Open);
        estate.Load(Full);
        estate.Pass(2);

        Assert.Empty(estate.Open);
    }

    [Fact]
    public void Input_during_the_disabled_time_does_not_count()
    {
        var estate = new TestRules(Full with { When = "value.fill >= 0.85 || 1 / int(value.fill) > 0", For = Duration.FromMinutes(5) });
        estate.Fill(0.9);
        for (var i = 0; i < 3; i++)
            estate.Fill(0.1);
        Assert.NotNull(estate.Desk.Views().Single().Disabled);
        estate.Fill(0.9);
        estate.Pass(60);
        Assert.Null(estate.Ask(new EnableRule("full")).Reason);
        estate.Pass(2);

        Assert.Empty(estate.Facts<RuleFired>());
    }

    [Fact]
    public void A_silence_that_ended_during_downtime_is_over()
    {
        var estate = new TestRules(Full);
        estate.Fill(0.9);
        estate.Ask(new SilenceRule("full", 10, "painting"));
        estate.Pass(2);
        Assert.Empty(estate.Open);
        estate.Now += Duration.FromHours(1);

        estate.Restart(Full);
        estate.Pass(2);

        Assert.NotEmpty(estate.Open);
    }

    [Fact]
    public void A_silence_does_not_change_the_end_time_of_a_firing()
    {
        var estate = new TestRules(Full with { Keep = Duration.FromMinutes(15) });
        estate.Fill(0.9);
        estate.Fill(0.1);
        estate.Pass(5);
        estate.Ask(new SilenceRule("full", 60, "painting"));
        estate.Pass(12);

        Assert.Equal(RuleStatus.Idle, estate.Desk.Views().Single().Status);
    }

    [Fact]
    public void The_answer_to_a_rules_request_does_not_replace_the_callers_answer()
    {
        var estate = new TestRules(Full with
        {
            On = ["card_tapped"],
            When = "device.kind == 'bins'",
            Do = [new("announce") { To = ["sign/entrance"], Request = "announce", With = ImmutableSortedDictionary<string,
                string>.Empty.Add("text", "'a text that is much too long for any sign'").Add("seconds", "60") }],
        });

        estate.Hear(TestRules.Station, new Tap(new("token")));

        Assert.Contains(estate.Outcomes.OfType<Refused>(), refused =>
            refused.Rejection.Detail.Contains("at most 16 letters", StringComparison.Ordinal));
        Assert.Equal("recorded", estate.Outcomes.OfType<Acknowledged>().Single().Answer.Result);
    }

    [Fact]
    public void Repeated_doubling_in_an_expression_is_bounded()
    {
        var bomb = "['0123456789abcdef'].map(a0, " + string.Concat(
            Enumerable.Range(0, 40).Select(i => $"[a{i} + a{i}].map(a{i + 1}, ")) + "size(a40)" + new string(')', 41) + " == [[1]]";

        var value = CelProgram.Compile(bomb, new CelEnvironment([]) { IsChecked = false }).Evaluate(new CelFrame());

        Assert.Contains("too expensive", value.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void A_rule_with_too_many_components_is_disabled()
    {
        var estate = new TestRules(Full with
        { On = ["awards_put_to_review"], When = "fact.household != ''", By = ["household"], For = Duration.FromMinutes(1) });
        for (var household = 0; household <= 10_000; household++)
            estate.Record(time => new Domain.Points.AwardsPutToReview(TestRules.Station, time, $"h{household}", "many bags", "Li"));

        Assert.Contains("10000", Assert.Single(estate.Facts<RuleDisabled>()).Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void A_refused_rule_request_records_who_asked_and_why()
    {
        // Nothing charges at that socket: there is nothing to stop.
        var estate = new TestRules(Full with
        {
            Do = [
                new("ask") { To = ["charger/c01"], Request = "stop_charging", With = ImmutableSortedDictionary<string,
                string>.Empty.Add("socket", "1").Add("reason", "'fire lane'") }]
        });
        estate.Fill(0.95);

        var refused = Assert.Single(estate.Facts<RequestRefused>());

        Assert.Equal(("rule:" + Full.Id, "stop_charging", TestRules.Charger), (refused.By, refused.Request, refused.Device));
        Assert.StartsWith(
            "rule:" + Full.Id + " asked for stop_charging and was refused: ", refused.Describe(TestRules.Zone).En,
            StringComparison.Ordinal);
    }
}
