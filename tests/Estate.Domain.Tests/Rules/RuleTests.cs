using Estate.Domain.Alerts;
using Estate.Domain.Bins;
using Estate.Domain.Devices;
using Estate.Domain.Rules;
using Estate.TestKit;
using NodaTime;
using Xunit;

namespace Estate.Domain.Tests.Rules;

public class RuleTests
{
    private static readonly RuleSource NearlyFull = new("nearly-full")
    {
        On = ["bin"],
        When = "value.fill >= 0.85",
        Clear = "value.fill < 0.7",
        For = Duration.FromMinutes(10),
        Severity = Severity.Medium,
        Title = new("快满了", "Nearly full"),
        Text = new("{device.name} {tag.category}：{value.fill}", "{device.name} {tag.category}: {value.fill}"),
    };

    [Fact]
    public void A_rule_fires_after_its_delay_with_the_values_and_clears_with_hysteresis()
    {
        var estate = new TestRules(NearlyFull);
        estate.Fill(0.9);
        estate.Pass(9, each: () => estate.Fill(0.9));
        Assert.Empty(estate.Open);
        estate.Pass(2, each: () => estate.Fill(0.91));

        Assert.Equal(["bins/station-1/nearly-full/category-wet"], estate.Open);
        var fired = Assert.Single(estate.Facts<RuleFired>());
        Assert.Equal("station-1 wet: 0.91", fired.Words!.Value.En);
        Assert.Equal([new("value.fill", "0.91")], fired.Seen);
        estate.Fill(0.8);
        estate.Pass(1);
        Assert.NotEmpty(estate.Open);
        estate.Fill(0.5);
        estate.Pass(1);
        Assert.Empty(estate.Open);
    }

    [Fact]
    public void A_dip_restarts_the_delay()
    {
        var estate = new TestRules(NearlyFull);

        estate.Fill(0.9);
        estate.Pass(8, each: () => estate.Fill(0.9));
        estate.Fill(0.6);
        estate.Pass(9, each: () => estate.Fill(0.9));

        Assert.Empty(estate.Facts<RuleFired>());
    }

    [Fact]
    public void The_delay_survives_a_restart_and_a_clock_step()
    {
        var estate = new TestRules(NearlyFull);
        estate.Fill(0.9);
        estate.Pass(6, each: () => estate.Fill(0.9));

        estate.Restart(NearlyFull);
        estate.Now += Duration.FromHours(5);
        estate.Step(new ClockStepped(Duration.FromHours(5), estate.Now));
        estate.Pass(3);
        Assert.Empty(estate.Facts<RuleFired>());
        estate.Pass(1);
        // What was received before the restart is all there is.
        Assert.Equal("station-1 wet: 0.9", estate.Facts<RuleFired>().Single().Words!.Value.En);
        estate.Pass(1);

        Assert.Single(estate.Facts<RuleFired>());
    }

    [Fact]
    public void A_firing_survives_a_restart_without_a_second_notification()
    {
        var estate = new TestRules(NearlyFull);
        estate.Fill(0.9);
        estate.Pass(11, each: () => estate.Fill(0.9));

        estate.Restart(NearlyFull);
        estate.Pass(20, each: () => estate.Fill(0.95));
        Assert.Single(estate.Facts<RuleFired>());
        estate.Fill(0.1);
        estate.Pass(1);

        Assert.Single(estate.Facts<RuleCleared>());
        Assert.Empty(estate.Open);
    }

    [Fact]
    public void An_unreadable_sensor_neither_satisfies_nor_clears()
    {
        var estate = new TestRules(NearlyFull with
        { On = ["station"], When = "value.temp_c > 50.0", Clear = null, Text = null, For = Duration.FromHours(2) });
        estate.Measure(TestRules.Station, new ClimateReading(60));
        estate.Pass(5);
        // Nobody speaks any more: silent long before its time is over.
        estate.Pass(240, step: 5);
        Assert.Empty(estate.Facts<RuleFired>());
        estate.Measure(TestRules.Station, new ClimateReading(60));
        estate.Pass(121, each: () => estate.Measure(TestRules.Station, new ClimateReading(60)));
        Assert.Single(estate.Facts<RuleFired>());
        estate.Pass(600, step: 10);

        Assert.Empty(estate.Facts<RuleCleared>());
    }

    [Fact]
    public void Late_data_is_recorded_as_history_and_notifies_nobody()
    {
        var estate = new TestRules(NearlyFull with { Do = [new("alert"), new("notify") { To = ["duty"] }] });

        estate.Fill(0.9, Duration.FromHours(3));
        estate.Pass(1);
        Assert.Empty(estate.Facts<RuleFired>());
        estate.Fill(0.9, Duration.FromHours(2));

        Assert.True(Assert.Single(estate.Facts<RuleFired>()).Time.IsLate);
        Assert.Empty(Told(estate));
        Assert.True(Assert.Single(estate.Alerts.Open, alert => alert.Key.Type == "nearly-full").IsHistorical);
        // Now it is so, but only from now on.
        estate.Fill(0.9);
        estate.Pass(9, each: () => estate.Fill(0.9));
        Assert.Empty(Told(estate));
        estate.Pass(2, each: () => estate.Fill(0.9));
        Assert.Equal(["desk", "duty"], Told(estate).Order());
    }

    private static IEnumerable<string> Told(TestRules estate) =>
        estate.Outcomes.OfType<Notified>().Where(one => one.Notification.Alert.Key.Type == "nearly-full")
        .Select(one => one.Notification.Notifier);

    [Fact]
    public void An_old_reading_never_overrides_a_newer()
    {
        var estate = new TestRules(NearlyFull with { For = Duration.Zero });
        estate.Fill(0.9);
        estate.Fill(0.1, Duration.FromMinutes(5));

        Assert.NotEmpty(estate.Open);
    }

    [Fact]
    public void The_keep_time_delays_clearing()
    {
        var estate = new TestRules(NearlyFull with { For = Duration.Zero, Clear = null, Keep = Duration.FromMinutes(15) });
        estate.Fill(0.9);
        estate.Fill(0.1);
        estate.Pass(14);
        Assert.Empty(estate.Facts<RuleCleared>());
        estate.Pass(2);
        Assert.Single(estate.Facts<RuleCleared>());
    }

    [Theory]
    [InlineData("avg(value.fill, duration('30m')) > 0.55", true)]
    [InlineData("avg(value.fill, duration('15m')) > 0.75", true)]
    [InlineData("max(value.fill, duration('30m')) < 0.95 && min(value.fill, duration('30m')) > 0.15", true)]
    [InlineData("count(value.fill, duration('1h')) >= 8", true)]
    [InlineData("count(value.fill > 0.75, duration('1h')) == 2", true)]
    [InlineData("last(value.fill, duration('1h')) == 0.9", true)]
    [InlineData("rate(value.fill, duration('1h')) * 3600.0 > 1.1", true)]
    [InlineData("rate(value.fill, duration('1h')) * 3600.0 > 1.3", false)]
    public void A_window_aggregates_past_values(string when, bool fires)
    {
        var estate = new TestRules(NearlyFull with { When = when, Clear = null, For = Duration.Zero });
        var level = 0.1;

        // 0.2, 0.3, ... 0.9, five minutes apart.
        estate.Pass(40, step: 5, each: () => estate.Fill(Math.Round(level += 0.1, 1)));

        Assert.Equal(fires, estate.Desk.Views().Single().Status == RuleStatus.Firing);
    }

    [Fact]
    public void Values_leave_a_window_as_time_passes()
    {
        var estate = new TestRules(NearlyFull with
        { When = "count(value.fill > 0.8, duration('1h')) >= 2", Clear = null, For = Duration.Zero });
        estate.Fill(0.9);
        estate.Pass(1);
        estate.Fill(0.95);
        Assert.NotEmpty(estate.Open);
        estate.Pass(58, each: () => estate.Measure(TestRules.Station, new ClimateReading(20)));
        Assert.Empty(estate.Facts<RuleCleared>());
        estate.Pass(3, each: () => estate.Measure(TestRules.Station, new ClimateReading(20)));
        Assert.Single(estate.Facts<RuleCleared>());
    }

    [Fact]
    public void A_failing_rule_is_disabled_and_the_others_go_on()
    {
        var broken = NearlyFull with { Id = "broken", When = "1 / (int(value.fill) - int(value.fill)) > 0", Clear = null };
        var estate = new TestRules(broken, NearlyFull with { For = Duration.Zero });

        for (var i = 0; i < 5; i++)
            estate.Fill(0.9);

        Assert.Contains("division by zero", Assert.Single(estate.Facts<RuleDisabled>()).Problem, StringComparison.Ordinal);
        Assert.Equal(["bins/station-1/nearly-full/category-wet", "gateway/self/rule_disabled/broken"], estate.Open.Order());
        Assert.Null(estate.Ask(new EnableRule("broken")).Reason);
        estate.Pass(2);
        Assert.DoesNotContain("gateway/self/rule_disabled/broken", estate.Open);
    }

    [Fact]
    public void A_silence_takes_effect_immediately_and_expires()
    {
        var estate = new TestRules(NearlyFull with { For = Duration.Zero });
        estate.Fill(0.9);
        Assert.Equal("bad_request", estate.Ask(new SilenceRule("nearly-full", 60, " ")).Reason);
        Assert.Null(estate.Ask(new SilenceRule("nearly-full", 60, "being emptied")).Reason);
        estate.Pass(5);
        Assert.Empty(estate.Open);
        estate.Restart(NearlyFull with { For = Duration.Zero });
        estate.Pass(50);
        Assert.Empty(estate.Open);
        estate.Pass(10);
        Assert.NotEmpty(estate.Open);
    }

    [Fact]
    public void A_changed_rule_is_a_new_version_and_clears_the_old_ones_firing()
    {
        var estate = new TestRules(NearlyFull with { For = Duration.Zero });
        estate.Fill(0.9);

        estate.Load(NearlyFull with { When = "value.fill >= 0.95", For = Duration.Zero });
        estate.Pass(2);

        Assert.Empty(estate.Open);
        Assert.Equal([1, 2], estate.Facts<RuleChanged>().Select(one => one.Version));
        estate.Restart(NearlyFull with { When = "value.fill >= 0.95", For = Duration.Zero });
        Assert.Equal(2, estate.Desk.Views().Single().Version);
    }

    [Fact]
    public void Rules_cannot_trigger_each_other_endlessly()
    {
        var circle = new RuleSource("circle") { On = ["alert_raised", "alert_acknowledged"], When = "fact.type == 'alert_raised'" } with
        { For = Duration.Zero, Title = new("圈", "Circle"), By = ["alert"] };
        var estate = new TestRules(NearlyFull with { For = Duration.Zero }, circle);

        estate.Fill(0.9);

        Assert.Contains(estate.Outcomes.OfType<Refused>(), refused => refused.Rejection.Reason == RejectReason.HopLimit);
    }

    [Fact]
    public void A_rule_sends_its_request_to_a_sign_without_raising_an_alert()
    {
        var estate = new TestRules(NearlyFull with
        {
            For = Duration.Zero,
            Do = [new("announce") { To = ["sign/entrance"], Request = "announce",
                With = System.Collections.Immutable.ImmutableSortedDictionary<string,
                string>.Empty.Add("text", "'请绕行'").Add("seconds", "60") }],
        });

        estate.Fill(0.9);

        Assert.Contains(estate.Outcomes.OfType<Commanded>(), one => one.Command.Arguments.Contains(("text", "请绕行")));
        Assert.Empty(estate.Open);
    }
}
