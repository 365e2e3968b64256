using Estate.Domain.Charging;
using Estate.Domain.Devices;
using Estate.Domain.Garage;
using Estate.Domain.Gate;
using Estate.Domain.Lifts;
using Estate.Domain.Parking;
using Estate.Domain.Rules;
using Estate.Gateway.Rules;
using Estate.TestKit;
using NodaTime;
using Xunit;

namespace Estate.Gateway.Tests.Rules;

/// <summary>Each rule an estate starts with: it fires when it must, and not when it must not. Windows are 07:00 to 09:00.</summary>
public class DefaultRuleTests
{
    private readonly TestRules _estate = new();

    public DefaultRuleTests()
    {
        var folder = Path.Combine(AppContext.BaseDirectory, "reference", "rules");
        var (rules, mistakes) = new RuleFiles([folder], _estate.Schema, []).Read();
        Assert.Empty(mistakes);
        // A car park that speaks.
        for (var bay = 1; bay <= 4; bay++)
            _estate.Measure(new("parking", $"a00{bay}"), new BayReport(false));
        _estate.Pass(15);
        _estate.Load(rules);
    }

    private static Instant At(int hour, int minute = 0) =>
        new LocalDateTime(2026, 3, 3, hour, minute).InZoneStrictly(TestRules.Zone).ToInstant();

    private IEnumerable<string> Fired => _estate.Facts<RuleFired>().Select(fired => fired.Rule).Distinct();

    [Fact]
    public void There_are_twelve_default_rules() => Assert.Equal(12, _estate.Desk.Views().Count());

    [Fact]
    public void A_bin_nearly_full_before_its_window_opens_fires()
    {
        _estate.Now = At(4, 50);
        _estate.Pass(6, each: () => _estate.Fill(0.9));
        Assert.Empty(Fired);
        _estate.Pass(10, each: () => _estate.Fill(0.9));
        Assert.Equal(["bin-nearly-full"], Fired);
        Assert.Equal(
            "station-1 wet is 90% full; please empty it before residents come", _estate.Facts<RuleFired>().Single().Words!.Value.En);
        _estate.Fill(0.2);
        Assert.Single(_estate.Facts<RuleCleared>());
    }

    [Fact]
    public void A_station_silent_during_a_window_fires_and_suppresses_its_plain_silence()
    {
        _estate.Now = At(5);
        _estate.Fill(0.1);
        _estate.Pass(80);
        Assert.Empty(Fired);
        _estate.Pass(30);
        Assert.Equal(["station-silent"], Fired);
        Assert.DoesNotContain(_estate.Alerts.Open, alert => alert.Key.ToString() == "bins/station-1/silent");
        _estate.Fill(0.1);
        _estate.Pass(2);
        Assert.Single(_estate.Facts<RuleCleared>());
    }

    [Fact]
    public void A_gate_held_open_fires()
    {
        _estate.Record(time => new DoorAlarmChanged(TestRules.Gate, time, DoorAlarmState.DoorOpenTooLong, true));
        _estate.Record(time => new DoorAlarmChanged(TestRules.Gate, time, DoorAlarmState.Tamper, false));
        _estate.Pass(4);
        Assert.Empty(Fired);
        _estate.Pass(2);
        Assert.Equal(["gate-held-open"], Fired);
        _estate.Record(time => new DoorAlarmChanged(TestRules.Gate, time, DoorAlarmState.DoorOpenTooLong, false));
        Assert.Single(_estate.Facts<RuleCleared>());
    }

    [Fact]
    public void A_charger_that_floats_too_long_fires()
    {
        _estate.Record(time => new SessionUpdated(TestRules.Charger, time, 1, "o-1", 3, SessionPhase.SuspendedEv, 500));
        _estate.Record(time => new SessionUpdated(TestRules.Charger, time, 2, "o-2", 1, SessionPhase.Charging, 100));
        _estate.Pass(119, each: Speak);
        Assert.Empty(Fired);
        _estate.Pass(3, each: Speak);
        Assert.Equal("socket-1", _estate.Facts<RuleFired>().Single().Component);
        Assert.Equal(["charger-float-too-long"], Fired);
    }

    [Fact]
    public void A_socket_that_trips_repeatedly_fires()
    {
        for (var trip = 0; trip < 3; trip++)
        {
            Assert.Empty(Fired);
            _estate.Record(time => new ProtectionChanged(TestRules.Charger, time, ProtectionKind.OverPower, 2, true));
            _estate.Record(time => new ProtectionChanged(TestRules.Charger, time, ProtectionKind.OverPower, 2, false));
            _estate.Record(time => new ProtectionChanged(TestRules.Charger, time, ProtectionKind.OverPower, 1 + (trip % 2), false));
            _estate.Pass(30, each: Speak);
        }
        Assert.Equal(["repeated-trips socket-2"], _estate.Facts<RuleFired>().Select(fired => $"{fired.Rule} {fired.Component}"));
    }

    [Fact]
    public void A_full_car_park_is_announced_on_the_sign()
    {
        _estate.Record(time => new LotCounted(TestRules.Lot, time, [new("A", 0, 10, 0, 0, 0, 0, 0), new("B", 1, 9, 0, 0, 0, 0, 0)]));
        Assert.Empty(Fired);
        _estate.Record(time => new LotCounted(TestRules.Lot, time, [new("A", 0, 10, 0, 0, 0, 0, 0), new("B", 0, 9, 0, 0, 0, 0, 1)]));
        Assert.Equal(["parking-full"], Fired);
    }

    [Fact]
    public void A_garage_that_is_known_to_be_full_fires_for_each_type_of_bicycle()
    {
        var (box, kept) = (TestRules.Garage, new BikesStanding(9, 5));
        _estate.Measure(box, kept);
        Assert.Equal(["garage-full bike-e_bike"], _estate.Facts<RuleFired>().Select(fired => $"{fired.Rule} {fired.Component}"));
        Assert.Equal("bikes has no place for e-bikes left", _estate.Facts<RuleFired>().Single().Words!.Value.En);
        _estate.Pass(1);
        _estate.Measure(box, kept with { EBikes = 4 });
        Assert.Single(_estate.Facts<RuleCleared>());
        // Five of a type that nobody made out may stand anywhere.
        _estate.Pass(1);
        _estate.Measure(box, new BikesStanding(5, 5, Unknown: 5));
        Assert.Single(_estate.Facts<RuleFired>());
    }

    [Fact]
    public void Bicycles_that_have_not_moved_for_long_fire_until_they_are_gone()
    {
        NightCounted Night(EventTime time, int abandoned) => new(TestRules.Garage, time, 8, 3, 0, 1, abandoned);
        _estate.Record(time => Night(time, 0));
        Assert.Empty(Fired);
        _estate.Record(time => Night(time, 2));
        Assert.Equal(["bikes-abandoned"], Fired);
        Assert.StartsWith("2 bicycles in bikes", _estate.Facts<RuleFired>().Single().Words!.Value.En, StringComparison.Ordinal);
        _estate.Record(time => Night(time, 0));
        Assert.Single(_estate.Facts<RuleCleared>());
    }

    [Fact]
    public void A_lift_that_sticks_three_times_in_a_day_fires()
    {
        foreach (var lift in new[] { TestRules.Lift, new DeviceId("lift", "lift-02"), TestRules.Lift, TestRules.Lift })
        {
            Assert.Empty(Fired);
            _estate.Record(time => new LiftGotStuck(lift, time, 3, "3", StuckBy.BetweenFloors, HasPeople: false));
            _estate.Record(time => new LiftRunsAgain(lift, time, 3, HadPeople: false));
            _estate.Pass(30);
        }
        Assert.Equal([TestRules.Lift], _estate.Facts<RuleFired>().Select(fired => fired.Device));
        Assert.Equal(["lift-sticks-again"], Fired);
    }

    [Fact]
    public void Many_silent_sensors_of_one_zone_are_one_alert()
    {
        _estate.Count(free: 0, occupied: 1, unknown: 3);
        _estate.Pass(9);
        Assert.Empty(Fired);
        _estate.Pass(2);
        Assert.Equal(["zone-silent"], Fired);
        Assert.Contains("parking/a001", _estate.Facts<RuleFired>().Single().Hides);
        // The sensors' own silence, told later, is part of it.
        for (var bay = 1; bay <= 4; bay++)
            _estate.Record(time => new DeviceFellSilent(new("parking", $"a00{bay}"), time, null));
        _estate.Pass(10);
        Assert.DoesNotContain(_estate.Alerts.Open, alert => alert.Key.Device.Kind == "parking");
        Assert.Equal(4, _estate.Alerts.Open.Single(alert => alert.Key.Type == "zone-silent").SuppressedDevices.Count);
    }

    [Theory]
    [InlineData("clock_untrusted", "clock-untrusted", 15)]
    [InlineData("series_behind", "influxdb-behind", 30)]
    public void A_condition_of_the_gateway_itself_fires(string condition, string rule, int minutes)
    {
        Host(condition, true);
        Host("pins_failed", false);
        _estate.Pass(minutes - 1);
        Assert.Empty(Fired);
        _estate.Pass(2);
        Assert.Equal([rule], Fired);
        Host(condition, false);
        Assert.Single(_estate.Facts<RuleCleared>());
    }

    private void Host(string condition, bool isActive) =>
        _estate.Step(new HostReport(new(condition, "", Severity.Low, isActive, new("时钟", "Host")), _estate.Now));

    private void Speak() => _estate.Measure(TestRules.Charger, new BoardSnapshot([]));
}
