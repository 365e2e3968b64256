using System.Text.Json;
using Estate.Domain.Devices;
using Estate.Domain.Monitors;
using NodaTime;
using Xunit;

namespace Estate.Domain.Tests.Monitors;

/// <summary>Sensors of stairwells, lifts and pump rooms: what is an alert, when it is over, and what is refused.</summary>
public sealed class MonitorTests
{
    private static readonly DeviceId Sensor = new("monitor", "lift-7");
    private readonly List<Fact> _facts = [];
    private readonly EstateMachine _machine;
    private Instant _now = Instant.FromUtc(2026, 3, 2, 8, 0);
    private long _seq;

    public MonitorTests() => _machine = NewMachine(new() { ["open_alert_min"] = "10" });

    private MonitorState State => (MonitorState)_machine.StateOf(Sensor)!;

    private IEnumerable<(string Type, bool IsActive)> Conditions =>
        _facts.SelectMany(fact => fact.Conditions).Select(one => (one.Type, one.IsActive));

    [Fact]
    public void A_door_that_stands_open_for_longer_than_it_may_is_an_alert_until_it_is_shut()
    {
        Say("""{"open":true}""");
        Wait(9);
        Assert.Empty(Conditions);
        Wait(2);
        Wait(30);
        Assert.Equal([("door_open_too_long", true)], Conditions);
        Say("""{"open":false}""");
        Assert.Equal([("door_open_too_long", true), ("door_open_too_long", false)], Conditions);

        Say("""{"open":true}""");
        Wait(5);
        Say("""{"open":false}""");
        Say("""{"open":true}""");
        Wait(9);
        Assert.Equal(2, Conditions.Count());
    }

    [Fact]
    public void A_door_that_may_stand_open_is_no_alert()
    {
        var machine = NewMachine([]);
        machine.Step(Heard("""{"open":true}"""), Duration.Zero);
        var said = machine.Step(new Tick(_now), Duration.FromDays(2)).OfType<Recorded>();
        Assert.Empty(said.SelectMany(one => one.Fact.Conditions));
    }

    [Fact]
    public void An_e_bike_in_the_lift_is_one_alert_with_the_reference_of_its_picture_and_over_when_it_is_not_seen_again()
    {
        Say("""{"e_bike":true,"picture":"lift-7/0831-17"}""");
        Wait(5);
        Say("""{"e_bike":true,"picture":"lift-7/0836-02"}""");
        Wait(6);
        var seen = Assert.Single(_facts.OfType<SignChanged>());
        Assert.Equal(new("图片编号 lift-7/0831-17", "picture lift-7/0831-17"), seen.Conditions.Single().Value);
        Assert.Equal("An e-bike was seen (picture lift-7/0831-17)", seen.Describe(DateTimeZone.Utc).En);
        Wait(5);
        Assert.Equal([("e_bike_indoors", true), ("e_bike_indoors", false)], Conditions);
    }

    [Fact]
    public void A_battery_that_is_carried_up_is_an_alert_of_its_own()
    {
        Say("""{"bike_battery":true}""");
        Say("""{"bike_battery":false}""");
        Assert.Equal([("bike_battery_indoors", true), ("bike_battery_indoors", false)], Conditions);
    }

    [Fact]
    public void Smoke_stays_until_somebody_resets_it_and_water_ends_by_itself()
    {
        Say("""{"smoke":true,"leak":true}""");
        Say("""{"smoke":false,"leak":false}""");
        Assert.Equal(
            [("smoke", true, true), ("water_leak", true, false)],
            _facts.SelectMany(fact => fact.Conditions).Where(one => one.IsActive).Select(one => (one.Type, one.IsActive, one.IsLatched))
            .OrderBy(one => one.Type));
        Say("""{"smoke":true,"testing":true}""");
        Assert.Equal(false, State.Smoke);
    }

    [Theory]
    [InlineData("""{"battery_pct":101}""", "battery_pct is 0 to 100")]
    [InlineData("""{"temperature_c":-300}""", "temperature_c is -60 to 125")]
    [InlineData("""{"pressed":"hard"}""", "pressed is short or long or double")]
    [InlineData("""{"e_bike":true,"picture":"data:image/png;base64,iVBORw0KGgo="}""", "never the picture")]
    [InlineData("""{"e_bike":true,"picture":"/9j/4AAQSkZJRg+BAQ=="}""", "never the picture")]
    public void An_impossible_value_and_a_picture_are_refused(string data, string why)
    {
        Assert.Contains(why, Reading(data).Fault?.Detail, StringComparison.Ordinal);
        Assert.NotNull(new MonitorReading { Picture = new('A', 81) }.Fault);
        Assert.Null(Reading("""{"e_bike":true,"picture":"http://box.local/7/0831-17.jpg"}""").Fault);
    }

    [Fact]
    public void What_was_so_before_what_is_known_changes_nothing()
    {
        Say("""{"leak":false}""");
        var old = EventTime.Now(_now - Duration.FromMinutes(1));
        var said = _machine.Step(new DeviceTelemetry(Sensor, old with { ReceivedAt = _now }, Reading("""{"leak":true}""")), Duration.Zero);
        Assert.Equal(RejectReason.Overtaken, said.OfType<Refused>().Single().Rejection.Reason);
        Assert.Equal(false, State.Leak);
    }

    [Fact]
    public void Settings_that_cannot_be_are_refused_by_name()
    {
        var mistake = Assert.Throws<FormatException>(() => NewMachine(new() { ["open_alert_min"] = "2000" }));
        Assert.Contains("monitor/lift-7: open_alert_min is '2000', expected 0 to 1440 minutes", mistake.Message, StringComparison.Ordinal);
    }

    private static EstateMachine NewMachine(Dictionary<string, string> settings) =>
        new([new MonitorKind()], [new(Sensor, settings)], []);

    private static MonitorReading Reading(string data) => JsonSerializer.Deserialize(data, MonitorWire.Reader.MonitorReading)!;

    private DeviceEvent Heard(string data) =>
        new(Sensor, new($"e{++_seq}", 1, _seq, (ulong)_seq), EventTime.Now(_now), Reading(data));

    private void Say(string data) => Step(Heard(data));

    private void Wait(int minutes)
    {
        for (var minute = 0; minute < minutes; minute++)
        {
            _now += Duration.FromMinutes(1);
            Step(new Tick(_now));
        }
    }

    private void Step(Signal signal) =>
        _facts.AddRange(_machine.Step(signal, _now - Instant.FromUtc(2026, 3, 2, 0, 0), ClockTrust.Synced, _now).OfType<Recorded>()
            .Select(recorded => recorded.Fact));
}
