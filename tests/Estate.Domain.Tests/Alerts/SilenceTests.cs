using Estate.Domain.Alerts;
using Estate.Domain.Devices;
using Estate.TestKit;
using NodaTime;
using Xunit;
using static Estate.TestKit.TestAlerts;

namespace Estate.Domain.Tests.Alerts;

/// <summary>Shelved alerts and planned work: with a reason and an end, never over a fire, and back by themselves.</summary>
public sealed class SilenceTests
{
    [Fact]
    public void A_shelved_alert_notifies_nobody_however_often_it_comes_and_is_back_at_its_end()
    {
        var alerts = new TestAlerts();
        alerts.Say(Charger, Warm(true));
        Assert.Equal(["desk"], Heard(alerts));
        Assert.Equal("shelved", Shelve(alerts, Duration.FromHours(2)).Result);
        for (var i = 0; i < 4; i++)
        {
            alerts.Pass(20);
            alerts.Say(Charger, Warm(i % 2 != 0));
        }
        alerts.Pass(30);
        // That it was over once, to whom it was told that it began.
        Assert.Equal(["desk", "desk"], Heard(alerts));
        Assert.Equal(("Li", "sensor is being changed"), (alerts.Only.SilencedBy, alerts.Only.SilencedFor));
        alerts.Pass(11);
        Assert.Equal((null, 3), (alerts.Only.SilencedUntil, Heard(alerts).Count));
        alerts.Pass(6);
        Assert.Equal(["desk", "phone"], Heard(alerts)[^2..]);
        Assert.Empty(alerts.Desk.Silences);
        Assert.Null(TestEstate.Facts<SilenceEnded>(alerts.Outcomes).Single().By);
    }

    [Fact]
    public void What_threatens_life_is_never_silenced()
    {
        var alerts = new TestAlerts();
        alerts.Say(Charger, Smoke(true));
        Assert.Equal("never_shelved", Shelve(alerts, Duration.FromHours(1)).Reason);
        Plan(alerts, "kind:charger");
        alerts.Say(Other, Smoke(true));
        alerts.Pass(20);
        Assert.Equal(2, alerts.Told.Count(one => one.Notifier == "manager"));
    }

    [Theory]
    [InlineData(13, "fan", "too_long")]
    [InlineData(0, "fan", "too_long")]
    [InlineData(-1, "fan", "too_long")]
    [InlineData(1, " ", "reason_needed")]
    [InlineData(12, "fan", null)]
    public void A_shelf_has_a_reason_and_ends_within_a_shift(int hours, string reason, string? refusal)
    {
        var alerts = new TestAlerts();
        alerts.Say(Charger, Warm(true));
        Assert.Equal(refusal, alerts.Ask(new ShelveAlert(alerts.Only.Id, reason, Duration.FromHours(hours)))!.Reason);
        Assert.Equal(refusal is null ? 1 : 0, alerts.Desk.Silences.Count);
    }

    [Fact]
    public void A_shelf_lasts_as_long_as_the_estates_longest_shift()
    {
        var alerts = new TestAlerts(new AlertPolicy { Shifts = new([new(7, 0), new(15, 0), new(22, 30)]) });
        alerts.Say(Charger, Warm(true));
        Assert.Contains("8.5 hours", Shelve(alerts, Duration.FromHours(9)).Text.En, StringComparison.Ordinal);
        Assert.Equal("shelved", Shelve(alerts, Duration.FromHours(8.5)).Result);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void What_somebody_has_stays_theirs_when_the_shelf_ends(bool isEndedEarly)
    {
        var alerts = new TestAlerts();
        alerts.Say(Charger, Warm(true));
        alerts.Ask(new AcknowledgeAlert(alerts.Only.Id), "Wang");
        Shelve(alerts, Duration.FromHours(2));
        if (isEndedEarly)
            alerts.Ask(new EndSilence(alerts.Desk.Silences.Single().Id));
        alerts.Pass(150);
        Assert.Equal(["desk"], Heard(alerts));
        Assert.Equal(("Wang", null, AlertState.Acknowledged), (alerts.Only.AcknowledgedBy, alerts.Only.SilencedUntil, alerts.Only.State));
    }

    [Fact]
    public void What_came_again_while_it_was_shelved_is_nobodys_and_is_told_at_the_end()
    {
        var alerts = new TestAlerts();
        alerts.Say(Charger, Warm(true));
        alerts.Ask(new AcknowledgeAlert(alerts.Only.Id), "Wang");
        Shelve(alerts, Duration.FromHours(2));
        alerts.Say(Charger, Warm(false));
        alerts.Pass(20);
        alerts.Say(Charger, Warm(true));
        var before = Heard(alerts).Count;
        alerts.Pass(150);
        Assert.True(Heard(alerts).Count > before);
        Assert.Null(alerts.Only.AcknowledgedBy);
    }

    [Fact]
    public void A_silence_is_on_from_its_begin_and_over_at_its_end_whether_or_not_the_clock_has_ticked()
    {
        var (from, until) = (Instant.FromUtc(2026, 3, 2, 12, 0), Instant.FromUtc(2026, 3, 2, 14, 0));
        var silence = new Silence("s", new(SilenceScope.OfKind, "charger"), "Li", "cable", from, until);
        Assert.Equal(
            [false, true, true, false],
            new[] { from - Duration.Epsilon, from, until - Duration.Epsilon, until }.Select(silence.IsOnAt));
    }

    [Fact]
    public void A_shelf_survives_a_restart_and_a_clock_that_is_set()
    {
        var alerts = new TestAlerts();
        alerts.Say(Charger, Warm(true));
        Shelve(alerts, Duration.FromHours(2));
        alerts.Restart(Duration.FromHours(1));
        alerts.Pass(1);
        Assert.Equal(["desk"], Heard(alerts));
        alerts.Now += Duration.FromDays(300);
        alerts.Desk.ClockStepped(Duration.FromDays(300));
        alerts.Pass(50);
        Assert.Equal(["desk"], Heard(alerts));
        alerts.Pass(10);
        Assert.Equal(["desk", "desk"], Heard(alerts));
    }

    [Theory]
    [InlineData("zone:A", true)]
    [InlineData("zone:B", false)]
    [InlineData("device:charger/hub", true)]
    [InlineData("device:charger/north-1", true)]
    [InlineData("device:charger/north-2", false)]
    [InlineData("kind:charger", true)]
    public void Planned_work_silences_its_zone_from_its_begin_to_its_end(string scope, bool isWithin)
    {
        var alerts = NewInZones();
        Assert.Equal("planned", Plan(alerts, scope, inHours: 1).Result);
        alerts.Say(Charger, Warm(true));
        Assert.Single(Heard(alerts));
        alerts.Say(Charger, Warm(false));
        alerts.Ask(new AcknowledgeAlert(alerts.Only.Id));
        alerts.Pass(61);
        var before = Heard(alerts).Count;
        alerts.Say(Charger, Warm(true));
        alerts.Pass(60);
        Assert.Equal(isWithin, Heard(alerts).Count == before);
        alerts.Pass(62);
        Assert.True(Heard(alerts).Count > before);
    }

    [Theory]
    [InlineData("zone:C", 0, 1, "no_such_zone")]
    [InlineData("alert:charger/north-1/smoke", 0, 1, "no_such_zone")]
    [InlineData("everything", 0, 1, "no_such_zone")]
    [InlineData("zone:A", 0, 25, "bad_times")]
    [InlineData("zone:A", 2, 1, "bad_times")]
    [InlineData("zone:A", -3, -1, "bad_times")]
    [InlineData("zone:A", 400, 401, "bad_times")]
    public void Work_that_cannot_be_is_refused(string scope, int fromHours, int untilHours, string refusal)
    {
        var alerts = NewInZones();
        var (from, until) = (alerts.Now + Duration.FromHours(fromHours), alerts.Now + Duration.FromHours(untilHours));
        Assert.Equal(refusal, alerts.Ask(new PlanWork(scope, "cable", from, until))!.Reason);
        Assert.Empty(alerts.Desk.Silences);
    }

    [Fact]
    public void Ended_early_what_is_still_wrong_is_told()
    {
        var alerts = new TestAlerts();
        Plan(alerts, "device:charger/north-1");
        alerts.Say(Charger, Warm(true));
        Assert.Empty(Heard(alerts));
        Assert.Equal("no_such_silence", alerts.Ask(new EndSilence("nothing"))!.Reason);
        alerts.Ask(new EndSilence(alerts.Desk.Silences.Single().Id), "Wang");
        Assert.Equal(["desk"], Heard(alerts));
        Assert.Equal("Wang", TestEstate.Facts<SilenceEnded>(alerts.Outcomes).Single().By);
    }

    [Fact]
    public void A_handover_names_what_is_silenced()
    {
        var alerts = new TestAlerts();
        Plan(alerts, "kind:charger");
        alerts.Ask(new HandOverShift("Zhao", null));
        var handed = TestEstate.Facts<ShiftHandedOver>(alerts.Outcomes).Single();
        Assert.StartsWith("kind:charger@", handed.Silences.Single(), StringComparison.Ordinal);
    }

    private static List<string> Heard(TestAlerts alerts) => [.. alerts.Told.Select(one => one.Notifier)];

    [Fact]
    public void A_device_that_is_taken_up_in_a_zone_where_work_is_on_is_silenced_with_the_others()
    {
        var alerts = NewInZones();
        Plan(alerts, "zone:A");
        alerts.Desk.Use(alerts.Desk.Policy with { Zones = new Dictionary<DeviceId, string> { [Charger] = "A", [Other] = "A" } });
        alerts.Say(Other, Warm(true));
        alerts.Pass(1);
        Assert.Empty(Heard(alerts));
        Assert.NotNull(alerts.Only.SilencedUntil);
    }

    private static Answer Shelve(TestAlerts alerts, Duration length) =>
        alerts.Ask(new ShelveAlert(alerts.Only.Id, "sensor is being changed", length))!;

    private static Answer Plan(TestAlerts alerts, string scope, int inHours = 0) => alerts.Ask(new PlanWork(
        scope, "cable is being laid", alerts.Now + Duration.FromHours(inHours), alerts.Now + Duration.FromHours(inHours + 2)))!;

    private static TestAlerts NewInZones() => new(new AlertPolicy
    {
        Ladder = [new(new("台", "Desk"), Duration.Zero, Severity.Low, ["desk"])],
        Behind = new Dictionary<DeviceId, DeviceId> { [Charger] = Switch },
        Zones = new Dictionary<DeviceId, string> { [Charger] = "A", [Other] = "B" },
    });
}
