using Estate.Domain.Alerts;
using Estate.Domain.Devices;
using Estate.TestKit;
using FsCheck;
using FsCheck.Fluent;
using NodaTime;
using Xunit;
using static Estate.TestKit.TestAlerts;

namespace Estate.Domain.Tests.Alerts;

/// <summary>
/// The life of an alert, and pains 3 and 5 to 9 of the peers: doubled, flapping, too early, a hundred for one cause, forgotten at a
/// restart, woken by old data.
/// </summary>
public sealed class AlertTests
{
    [Fact]
    public void A_repeated_condition_is_one_alert_with_one_notification_each_way()
    {
        var alerts = new TestAlerts();
        alerts.Say(Charger, Warm(true));
        alerts.Say(Charger, Warm(true));
        alerts.Ask(new AcknowledgeAlert(alerts.Only.Id));
        alerts.Say(Charger, Warm(true));
        Assert.Equal(AlertState.Acknowledged, alerts.Only.State);
        alerts.Say(Charger, Warm(false));
        alerts.Pass(2);
        Assert.Empty(alerts.Desk.Open);
        Assert.Equal([NotificationKind.Raised, NotificationKind.Cleared], alerts.Told.Select(one => one.Kind));
        Assert.Equal(alerts.Told.Count(), alerts.Told.Select(one => one.Id).Distinct().Count());
    }

    [Fact]
    public void An_alert_escalates_until_it_is_acknowledged()
    {
        var alerts = new TestAlerts();
        alerts.Say(Charger, Smoke(true));
        alerts.Pass(4);
        Assert.Equal(["desk"], alerts.Told.Select(one => one.Notifier));
        alerts.Pass(2);
        Assert.Equal(["desk", "phone"], alerts.Told.Select(one => one.Notifier));
        alerts.Ask(new AcknowledgeAlert(alerts.Only.Id, "on my way"), "Wang");
        alerts.Pass(60);
        Assert.Equal(["desk", "phone"], alerts.Told.Select(one => one.Notifier));
        Assert.Equal("acknowledged_already", alerts.Ask(new AcknowledgeAlert(alerts.Only.Id))!.Reason);
        Assert.Equal(("Wang", "on my way"), (TestEstate.Facts<AlertAcknowledged>(alerts.Outcomes).Single().By, alerts.Only.Note));

        var second = new TestAlerts();
        second.Say(Charger, Warm(true, Severity.Low));
        second.Pass(60);
        Assert.Equal(["desk"], second.Told.Select(one => one.Notifier));
        var third = new TestAlerts();
        third.Say(Charger, Smoke(true));
        third.Restart(Duration.FromMinutes(20));
        third.Pass(1);
        Assert.Equal(["desk", "phone", "manager"], third.Told.Select(one => one.Notifier));
    }

    [Fact]
    public void A_latched_alert_stays_until_a_named_person_resets_it() =>
        Prop.ForAll(Gen.Choose(0, 5).ArrayOf().Resize(40).ToArbitrary(), acts =>
    {
        var alerts = new TestAlerts();
        alerts.Say(Charger, Smoke(true));
        foreach (var act in acts)
            switch (act)
            {
                case 0: alerts.Say(Charger, Smoke(true)); break;
                case 1: alerts.Say(Charger, Smoke(false)); break;
                case 2: alerts.Ask(new AcknowledgeAlert(alerts.Only.Id)); break;
                case 3: alerts.Restart(Duration.FromMinutes(7)); break;
                case 4: alerts.Desk.ClockStepped(Duration.FromDays(-400)); break;
                default: alerts.Pass(20, 5); break;
            }
        Assert.Equal("smoke", alerts.Only.Key.Type);
        alerts.Say(Charger, Smoke(false, "Wang"));
        Assert.Empty(alerts.Desk.Open);
        Assert.Equal("Wang", alerts.Stored.Single(alert => alert.ClosedAt is not null).ClosedBy);
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(60));

    [Fact]
    public void A_cleared_alert_stays_open_until_it_is_acknowledged()
    {
        var alerts = new TestAlerts();
        alerts.Say(Charger, Warm(true));
        alerts.Say(Charger, Warm(false));
        alerts.Pass(120);
        Assert.Equal(AlertState.Cleared, alerts.Only.State);
        alerts.Ask(new AcknowledgeAlert(alerts.Only.Id));
        alerts.Pass(1);
        Assert.Empty(alerts.Desk.Open);
    }

    [Fact]
    public void A_condition_that_returns_after_clearing_notifies_and_escalates_again()
    {
        var alerts = new TestAlerts();
        alerts.Say(Charger, Smoke(true));
        alerts.Ask(new AcknowledgeAlert(alerts.Only.Id));
        alerts.Say(Charger, Smoke(false));
        alerts.Pass(5);
        alerts.Say(Charger, Smoke(true));
        Assert.Equal(AlertState.Open, alerts.Only.State);
        Assert.Equal(2, alerts.Told.Count(one => one.Kind == NotificationKind.Raised));
    }

    [Fact]
    public void A_second_fire_hours_later_notifies_again_on_the_same_open_alert()
    {
        var alerts = new TestAlerts();
        foreach (var _ in Enumerable.Range(0, 3))
        {
            alerts.Say(Charger, Smoke(true));
            alerts.Pass(20);
            alerts.Say(Charger, Smoke(false));
            alerts.Pass(120, 5);
        }
        var told = alerts.Told.Select(one => one.Id).ToList();
        Assert.Equal(3, alerts.Told.Count(one => one is { Kind: NotificationKind.Raised, Notifier: "desk" }));
        Assert.Equal(told.Count, told.Distinct().Count());
    }

    [Fact]
    public void Forty_changes_are_one_flapping_alert()
    {
        var alerts = new TestAlerts();
        for (var i = 0; i < 40; i++)
        {
            alerts.Say(Charger, Warm(true));
            alerts.Pass(0.5);
            if (alerts.Only.State == AlertState.Open)
                alerts.Ask(new AcknowledgeAlert(alerts.Only.Id));
            alerts.Say(Charger, Warm(false));
            alerts.Pass(1);
        }
        Assert.True(alerts.Only.IsFlapping);
        Assert.True(alerts.Told.Count(one => one.Kind == NotificationKind.Raised) <= AlertPolicy.FlapsAt, $"{alerts.Told.Count()}");
        alerts.Pass(40);
        Assert.Empty(alerts.Desk.Open);
    }

    [Fact]
    public void A_short_silence_notifies_nobody_and_its_delay_survives_a_restart()
    {
        var alerts = new TestAlerts();
        alerts.Say(Switch, Silent(true));
        alerts.Pass(2);
        alerts.Say(Switch, Silent(false));
        alerts.Pass(10);
        Assert.Empty(alerts.Told);
        alerts.Say(Switch, Silent(true));
        alerts.Pass(2);
        alerts.Restart(Duration.FromSeconds(30));
        alerts.Pass(0.25);
        Assert.Empty(alerts.Shown);
        alerts.Pass(0.5);
        Assert.Equal(DeviceFellSilent.Silent, alerts.Only.Key.Type);
    }

    [Fact]
    public void A_dead_switch_is_one_alert_that_suppresses_the_devices_behind_it_in_either_order()
    {
        foreach (var isCauseFirst in new[] { true, false })
        {
            var alerts = new TestAlerts();
            if (isCauseFirst)
                alerts.Say(Switch, Silent(true));
            alerts.Say(Charger, Silent(true));
            alerts.Say(Other, Silent(true));
            if (!isCauseFirst)
            {
                alerts.Pass(4);
                alerts.Say(Switch, Silent(true));
            }
            alerts.Pass(6);
            Assert.Equal((Switch, 2), (alerts.Only.Key.Device, alerts.Only.SuppressedDevices.Count));
            // One comes back with the switch, the other has a trouble of its own.
            alerts.Say(Switch, Silent(false));
            alerts.Say(Charger, Silent(false));
            alerts.Pass(5);
            Assert.Equal([Other], alerts.Shown.Where(alert => alert.IsActive).Select(alert => alert.Key.Device));
        }
    }

    [Fact]
    public void Clearing_leaves_what_an_alert_said()
    {
        var alerts = new TestAlerts();
        alerts.Say(Charger, Warm(true) with { Value = Text.Same("640 W") });
        alerts.Say(Charger, Warm(false) with { Value = Text.Same("12 W") });
        alerts.Pass(2);
        Assert.Equal((AlertState.Cleared, "640 W"), (alerts.Only.State, alerts.Only.Value!.Value.En));
    }

    [Fact]
    public void A_lost_broker_is_one_alert_for_the_whole_estate_and_does_not_suppress_smoke()
    {
        var alerts = new TestAlerts();
        alerts.Say(HostConditionChanged.Host, BrokerLost(true));
        alerts.Pass(1.5);
        foreach (var device in new[] { Charger, Other, Switch })
            alerts.Say(device, Silent(true));
        alerts.Pass(10);
        Assert.Equal(3, alerts.Only.SuppressedDevices.Count);
        alerts.Say(Charger, Smoke(true));
        Assert.Equal(2, alerts.Shown.Count());
    }

    [Fact]
    public void A_late_condition_is_historical_and_notifies_nobody_until_it_is_reported_live()
    {
        var alerts = new TestAlerts();
        alerts.Say(Charger, Smoke(true), Duration.FromHours(3));
        alerts.Pass(60);
        Assert.True(alerts.Only.IsHistorical);
        Assert.Empty(alerts.Told);
        alerts.Say(Charger, Smoke(true));
        Assert.False(alerts.Only.IsHistorical);
        Assert.Equal(["desk"], alerts.Told.Select(one => one.Notifier));
        // A late word does not end what is so now.
        alerts.Say(Charger, Smoke(false), Duration.FromHours(3));
        Assert.True(alerts.Only.IsActive);
    }

    [Fact]
    public void A_clock_step_neither_raises_nor_closes_anything()
    {
        var alerts = new TestAlerts();
        alerts.Say(Charger, Smoke(true));
        alerts.Say(Charger, Warm(true));
        alerts.Say(Charger, Warm(false));
        alerts.Now += Duration.FromDays(365);
        alerts.Desk.ClockStepped(Duration.FromDays(365));
        alerts.Pass(0.25);
        Assert.Equal(["desk", "desk"], alerts.Told.Select(one => one.Notifier));
    }

    [Fact]
    public void Removing_a_device_from_the_inventory_closes_its_alerts()
    {
        var alerts = new TestAlerts();
        alerts.Say(new("charger", "gone"), Smoke(true));
        alerts.Pass(1);
        Assert.Empty(alerts.Desk.Open);
        Assert.Equal("the device was taken out of the file", alerts.Stored.Single().Closing);
    }

    [Fact]
    public void A_notifiers_own_trouble_is_told_by_another_way()
    {
        var alerts = new TestAlerts();
        alerts.Say(HostConditionChanged.Host, NotifierRefused("desk"));
        // The step has no other: all others there are, at once.
        Assert.Equal(["phone", "manager"], alerts.Told.Select(one => one.Notifier));
        Assert.False(alerts.Desk.Policy.HasNotified("desk", alerts.Only));
        Assert.True(alerts.Desk.Policy.HasNotified("phone", alerts.Only));

        static Condition NotifierRefused(string notifier) =>
            new(AlertPolicy.NotifierRefused, notifier, Severity.High, true, new("拒收", "Refused"));
    }

    [Fact]
    public void A_shift_handover_records_names_and_open_alerts()
    {
        var alerts = new TestAlerts();
        alerts.Say(Charger, Smoke(true));
        Assert.Equal("name_needed", alerts.Ask(new HandOverShift(" ", null))!.Reason);
        Assert.Equal(1, alerts.Ask(new HandOverShift("Zhao", "smoke sensor is dirty"))!.Numbers.Single().Value);
        var handed = TestEstate.Facts<ShiftHandedOver>(alerts.Outcomes).Single();
        Assert.Equal(("Li", "Zhao", alerts.Only.Id), (handed.By, handed.To, handed.Open.Single()));
        Assert.Equal("no_such_alert", alerts.Ask(new AcknowledgeAlert("nothing"))!.Reason);
        Assert.Equal("reason_needed", alerts.Ask(new ResetAlert(alerts.Only.Id, ""))!.Reason);
    }
}
