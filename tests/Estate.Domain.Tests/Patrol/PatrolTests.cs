using Estate.Domain.Devices;
using Estate.Domain.Patrol;
using Estate.TestKit;
using NodaTime;
using Xunit;

namespace Estate.Domain.Tests.Patrol;

/// <summary>
/// Guards' rounds: what counts as visited, what as missed, and that nobody is blamed for a gateway or a reader that was away.
/// </summary>
public sealed class PatrolTests
{
    [Fact]
    public void A_round_with_all_visits_is_complete_and_the_reader_shows_the_next_checkpoint()
    {
        var patrol = new TestPatrol();
        patrol.Until(22, 10);

        Assert.Equal("1 of 3 visited, next: checkpoint/roof", patrol.Tap("garage").Text.En);
        Assert.Equal("2 of 3 visited, next: checkpoint/roof", patrol.Tap("pump").Text.En);
        Assert.Equal("All 3 visited, the round is complete", patrol.Tap("roof").Text.En);
        patrol.Until(23, 20);

        var ended = Assert.Single(patrol.Facts.OfType<RoundEnded>());
        Assert.Empty(ended.Result.Missed);
        Assert.False(Assert.Single(ended.Conditions).IsActive);
        Assert.Equal("22:00-23:00: all were visited", ended.Describe(TestPatrol.Zone).En);
    }

    [Fact]
    public void Missed_checkpoints_are_reported_once_after_the_round_and_its_grace_time()
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
        Assert.Equal(
            ("missed_checkpoints", "22:00-23:00", true, "checkpoint/roof, checkpoint/pump"), Told(Assert.Single(ended.Conditions)));
        Assert.Single(patrol.Facts.OfType<VisitCounted>());
    }

    [Fact]
    public void A_late_visit_corrects_the_round_it_was_made_in()
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
    public void A_round_across_midnight_is_one_round()
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
    public void Each_round_has_its_own_alert_which_the_next_days_round_clears()
    {
        var patrol = new TestPatrol();
        patrol.Until(0, 41);
        Assert.Equal(
            ["22:00-23:00", "23:30-00:30"],
            patrol.Facts.OfType<RoundEnded>().SelectMany(ended => ended.Conditions).Where(one => one.IsActive)
            .Select(one => one.Component));
        patrol.Until(22, 1);
        foreach (var name in new[] { "garage", "roof", "pump" })
            patrol.Tap(name);
        patrol.Until(23, 11);
        Assert.Equal(
            ("missed_checkpoints", "22:00-23:00", false, ""), Told(Assert.Single(patrol.Facts.OfType<RoundEnded>().Last().Conditions)));
    }

    [Fact]
    public void A_visit_outside_rounds_or_checkpoints_is_recorded_but_does_not_count()
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
    public void Cards_that_are_not_guards_are_refused()
    {
        var patrol = new TestPatrol();
        patrol.Until(22, 10);
        Assert.Equal("unknown_card", patrol.Tap("garage", "9").Reason);
        Assert.Equal("blocked_card", patrol.Tap("garage", "lost").Reason);
        Assert.Empty(patrol.Facts.OfType<CheckpointVisited>());
    }

    [Fact]
    public void After_downtime_rounds_are_evaluated_only_once_readers_have_reported()
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
    public void A_round_under_way_at_the_first_start_is_not_evaluated()
    {
        var patrol = new TestPatrol(settings => settings["rounds"] = "20:30-21:30; 22:00-23:00");
        Assert.Equal("1 of 3 visited, next: checkpoint/roof", patrol.Tap("garage").Text.En);
        patrol.Until(23, 11);
        Assert.Equal("22:00-23:00", Assert.Single(patrol.Facts.OfType<RoundEnded>()).Result.Round.Name);
    }

    [Fact]
    public void Rounds_are_not_evaluated_with_an_unknown_clock_and_a_clock_that_ran_ahead_is_corrected()
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
    public void A_late_visit_to_an_older_round_does_not_change_the_newer_rounds_alert()
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
    public void New_round_hours_apply_from_now_and_alerts_of_the_old_ones_clear()
    {
        var patrol = new TestPatrol();
        patrol.Until(23, 11);
        patrol.Facts.Clear();
        patrol.Settings["rounds"] = "06:00-07:00; 12:00-13:00; 23:30-00:30";
        patrol.Restart(Duration.FromMinutes(1));
        patrol.Until(23, 29);
        Assert.Empty(patrol.Facts.OfType<RoundEnded>());
        Assert.Equal(
            ("missed_checkpoints", "22:00-23:00", false, ""),
            Told(Assert.Single(Assert.Single(patrol.Facts.OfType<RoundsChanged>()).Conditions)));
        patrol.Until(7, 11);
        Assert.Equal(["23:30-00:30", "06:00-07:00"], patrol.Facts.OfType<RoundEnded>().Select(one => one.Result.Round.Name));
    }

    [Fact]
    public void A_damaged_state_is_rebuilt_from_the_facts()
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

        Assert.Equal(
            results.Select(one => (one.Round, string.Join(',', one.Missed))),
            patrol.State.Results.Select(one => (one.Round, string.Join(',', one.Missed))));
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
    public void Invalid_settings_say_what_is_expected(string name, string value, string expected) =>
        Assert.Contains(
            expected, Assert.Throws<FormatException>(() => new TestPatrol(settings => settings[name] = value)).Message,
            StringComparison.Ordinal);

    private static (string, string, bool, string?) Told(Condition one) => (one.Type, one.Component, one.IsActive, one.Value?.En);
}
