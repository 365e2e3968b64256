using Estate.Domain.Devices;
using Estate.Domain.Patrol;
using Estate.TestKit;
using NodaTime;
using Xunit;

namespace Estate.Domain.Tests.Patrol;

/// <summary>Guards' rounds: what counts as visited, what as missed, and that nobody is blamed for a gateway or a reader that was away.</summary>
public sealed class PatrolTests
{
    [Fact]
    public void A_round_with_all_visits_is_complete_and_the_reader_says_where_to_go_next()
    {
        var patrol = new TestPatrol();
        patrol.Until(22, 10);

        Assert.Equal("1 of 3 visited, next: roof", patrol.Tap("garage").Text.En);
        Assert.Equal("2 of 3 visited, next: roof", patrol.Tap("pump").Text.En);
        Assert.Equal("All 3 visited, the round is complete", patrol.Tap("roof").Text.En);
        patrol.Until(23, 20);

        var ended = Assert.Single(patrol.Facts.OfType<RoundEnded>());
        Assert.Empty(ended.Result.Missed);
        Assert.False(Assert.Single(ended.Conditions).IsActive);
        Assert.Equal("22:00-23:00: all were visited", ended.Describe(TestPatrol.Zone).En);
    }

    [Fact]
    public void What_was_missed_is_told_once_the_round_is_over_and_its_readers_had_time_to_speak()
    {
        var patrol = new TestPatrol();
        patrol.Until(22, 10);
        patrol.Tap("garage");
        patrol.Tap("garage");
        patrol.Until(23, 9);
        Assert.Empty(patrol.Facts.OfType<RoundEnded>());
        patrol.Until(23, 11);

        var ended = Assert.Single(patrol.Facts.OfType<RoundEnded>());
        Assert.Equal(["roof", "pump"], ended.Result.Missed);
        Assert.Equal(("missed_checkpoints", "22:00-23:00", true, "roof, pump"), Told(Assert.Single(ended.Conditions)));
        Assert.Single(patrol.Facts.OfType<VisitCounted>());
    }

    [Fact]
    public void A_visit_heard_of_late_mends_the_round_it_was_made_in()
    {
        var patrol = new TestPatrol();
        patrol.Until(22, 10);
        patrol.Tap("garage");
        patrol.Tap("pump");
        var visited = patrol.Now;
        patrol.Until(0, 0);
        Assert.Equal(["roof"], patrol.State.Results[0].Missed);

        patrol.Tap("roof", time: new EventTime(visited, patrol.Now, ClockTrust.Synced) { Age = patrol.Now - visited });

        var late = Assert.Single(patrol.Facts.OfType<VisitCounted>(), one => one.IsLate);
        Assert.False(Assert.Single(late.Conditions).IsActive);
        Assert.Empty(patrol.State.Results[0].Missed);
        Assert.DoesNotContain(patrol.Facts.OfType<VisitCounted>(), one => one.Round.Name == "23:30-00:30");
    }

    [Fact]
    public void A_round_over_midnight_is_one_round()
    {
        var patrol = new TestPatrol();
        patrol.Until(23, 50);
        patrol.Tap("garage");
        patrol.Until(0, 20);
        patrol.Tap("roof");
        Assert.Equal("All 3 visited, the round is complete", patrol.Tap("pump").Text.En);
        patrol.Until(0, 41);
        Assert.Empty(patrol.Facts.OfType<RoundEnded>().Single(ended => ended.Result.Round.Name == "23:30-00:30").Result.Missed);
    }

    [Fact]
    public void Each_round_of_the_day_has_its_own_alert_and_tomorrows_ends_it()
    {
        var patrol = new TestPatrol();
        patrol.Until(0, 41);
        Assert.Equal(["22:00-23:00", "23:30-00:30"], patrol.Facts.OfType<RoundEnded>().SelectMany(ended => ended.Conditions).Where(one => one.IsActive).Select(one => one.Component));
        patrol.Until(22, 1);
        foreach (var name in new[] { "garage", "roof", "pump" })
            patrol.Tap(name);
        patrol.Until(23, 11);
        Assert.Equal(("missed_checkpoints", "22:00-23:00", false, ""), Told(Assert.Single(patrol.Facts.OfType<RoundEnded>().Last().Conditions)));
    }

    [Fact]
    public void Outside_rounds_and_elsewhere_a_visit_is_recorded_and_counts_for_nothing()
    {
        var patrol = new TestPatrol();
        Assert.Equal("Recorded; no round is on now", patrol.Tap("garage").Text.En);
        patrol.Until(22, 10);
        Assert.Equal("kiosk is not on this patrol", patrol.Tap("kiosk").Text.En);
        patrol.Tap("roof", time: new EventTime(patrol.Now, patrol.Now, ClockTrust.Unknown, IsTimeKnown: false));
        Assert.Equal(3, patrol.Facts.OfType<CheckpointVisited>().Count());
        Assert.Empty(patrol.Facts.OfType<VisitCounted>());
    }

    [Fact]
    public void Cards_that_are_no_guards_are_refused()
    {
        var patrol = new TestPatrol();
        patrol.Until(22, 10);
        Assert.Equal("unknown_card", patrol.Tap("garage", "9").Reason);
        Assert.Equal("blocked_card", patrol.Tap("garage", "lost").Reason);
        Assert.Empty(patrol.Facts.OfType<CheckpointVisited>());
    }

    [Fact]
    public void After_the_gateway_was_away_readers_speak_first_and_rounds_are_judged_then()
    {
        var patrol = new TestPatrol();
        patrol.Until(22, 5);
        patrol.Tap("garage");
        var visited = patrol.Now;
        patrol.Restart(Duration.FromHours(2));
        patrol.Tick();
        Assert.Empty(patrol.Facts.OfType<RoundEnded>());
        foreach (var name in new[] { "roof", "pump" })
            patrol.Tap(name, time: new EventTime(visited, patrol.Now, ClockTrust.Synced) { Age = patrol.Now - visited });
        patrol.Until(0, 16);
        Assert.Empty(Assert.Single(patrol.Facts.OfType<RoundEnded>()).Result.Missed);
    }

    [Fact]
    public void A_round_that_was_on_at_the_very_first_start_is_not_judged()
    {
        var patrol = new TestPatrol(settings => settings["rounds"] = "20:30-21:30; 22:00-23:00");
        Assert.Equal("1 of 3 visited, next: roof", patrol.Tap("garage").Text.En);
        patrol.Until(23, 11);
        Assert.Equal("22:00-23:00", Assert.Single(patrol.Facts.OfType<RoundEnded>()).Result.Round.Name);
    }

    [Fact]
    public void Nothing_is_judged_by_a_clock_nobody_can_believe_and_a_clock_that_ran_ahead_is_forgotten()
    {
        var patrol = new TestPatrol { Clock = ClockTrust.Unknown };
        patrol.Until(23, 20);
        Assert.Empty(patrol.Facts.OfType<RoundEnded>());

        patrol = new TestPatrol { Now = new LocalDateTime(2027, 3, 2, 21, 0).InZoneStrictly(TestPatrol.Zone).ToInstant() };
        patrol.Until(23, 20);
        patrol.Facts.Clear();
        patrol.Now = new LocalDateTime(2026, 3, 2, 21, 0).InZoneStrictly(TestPatrol.Zone).ToInstant();
        patrol.Until(23, 20);
        Assert.Single(patrol.Facts.OfType<RoundEnded>());
    }

    [Fact]
    public void A_late_visit_to_an_older_round_leaves_the_newer_ones_alert_alone()
    {
        var patrol = new TestPatrol();
        patrol.Until(22, 10);
        var first = patrol.Now;
        patrol.Until(23, 11);
        patrol.Until(22, 1);
        patrol.Until(23, 11);
        Assert.Equal(2, patrol.Facts.OfType<RoundEnded>().Count(one => one.Result.Round.Name == "22:00-23:00"));

        patrol.Tap("roof", time: new EventTime(first, patrol.Now, ClockTrust.Synced) { Age = patrol.Now - first });

        Assert.Empty(Assert.Single(patrol.Facts.OfType<VisitCounted>(), one => one.IsLate).Conditions);
    }

    [Fact]
    public void New_hours_are_judged_from_now_on_and_the_alerts_of_the_old_ones_end()
    {
        var patrol = new TestPatrol();
        patrol.Until(23, 11);
        patrol.Facts.Clear();
        patrol.Settings["rounds"] = "06:00-07:00; 12:00-13:00; 23:30-00:30";
        patrol.Restart(Duration.FromMinutes(1));
        patrol.Until(23, 29);
        Assert.Empty(patrol.Facts.OfType<RoundEnded>());
        Assert.Equal(("missed_checkpoints", "22:00-23:00", false, ""), Told(Assert.Single(Assert.Single(patrol.Facts.OfType<RoundsChanged>()).Conditions)));
        patrol.Until(7, 11);
        Assert.Equal(["23:30-00:30", "06:00-07:00"], patrol.Facts.OfType<RoundEnded>().Select(one => one.Result.Round.Name));
    }

    [Fact]
    public void A_damaged_state_is_made_again_from_the_facts()
    {
        var patrol = new TestPatrol();
        patrol.Until(22, 10);
        patrol.Tap("garage");
        var visited = patrol.Now;
        patrol.Until(23, 40);
        patrol.Tap("roof", time: new EventTime(visited, patrol.Now, ClockTrust.Synced) { Age = patrol.Now - visited });
        patrol.Tap("pump");
        var (results, visits) = (patrol.State.Results, patrol.State.Visits);

        patrol.Recover();

        Assert.Equal(results.Select(one => (one.Round, string.Join(',', one.Missed))), patrol.State.Results.Select(one => (one.Round, string.Join(',', one.Missed))));
        Assert.Equal(visits, patrol.State.Visits);
    }

    [Theory]
    [InlineData("rounds", "22:00", "night: rounds has '22:00'")]
    [InlineData("rounds", "22:00-00:00; 23:00-01:00", "overlap")]
    [InlineData("rounds", "22:00-02:00; 01:00-03:00", "overlap")]
    [InlineData("rounds", "22:00-23:00; 22:00-23:00", "overlap")]
    [InlineData("rounds", "", "rounds names none")]
    [InlineData("checkpoints", "", "checkpoints names none")]
    [InlineData("checkpoints", "roof, roof", "each once")]
    [InlineData("checkpoints", "Roof", "names of [a-z0-9-]")]
    public void Settings_that_cannot_be_say_what_to_write(string name, string value, string expected) =>
        Assert.Contains(expected, Assert.Throws<FormatException>(() => new TestPatrol(settings => settings[name] = value)).Message, StringComparison.Ordinal);

    private static (string, string, bool, string?) Told(Condition one) => (one.Type, one.Component, one.IsActive, one.Value?.En);
}
