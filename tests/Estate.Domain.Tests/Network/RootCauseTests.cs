using Estate.Domain.Alerts;
using Estate.Domain.Devices;
using Estate.Domain.Monitors;
using Estate.Domain.Network;
using Estate.Domain.Sweeper;
using NodaTime;
using Xunit;

namespace Estate.Domain.Tests.Network;

/// <summary>
/// A switch that is asked, an access point behind it, and devices of other kinds behind that: one cause, however far away.
/// </summary>
public sealed class RootCauseTests
{
    private static readonly DeviceId Switch = new("network", "switch"), Point = new("network", "point"), Water = new("monitor", "water"),
        Robot = new("sweeper", "one");

    private static readonly Dictionary<string, string> Asked = new() { ["probe"] = "icmp" }, Speaks = [];

    private readonly AlertReactor _alerts = new(new AlertPolicy
    {
        Ladder = [new(new("台", "Desk"), Duration.Zero, Severity.Low, ["desk"])],
        Behind = new Dictionary<DeviceId, DeviceId> { [Point] = Switch, [Water] = Point, [Robot] = Point },
    });

    private readonly EstateMachine _machine;
    private readonly List<Notification> _told = [];
    private Instant _now = Instant.FromUtc(2026, 3, 2, 8, 0);

    public RootCauseTests()
    {
        _machine = new(
            [new NetworkKind(), new MonitorKind(), new SweeperKind()],
            [new(Switch, Asked), new(Point, Asked), new(Water, Speaks), new(Robot, Speaks)],
            [_alerts]);
        _machine.Resume();
        Step(new DeviceTelemetry(Water, EventTime.Now(_now), new MonitorReading { Leak = false }));
        Step(new DeviceTelemetry(Robot, EventTime.Now(_now), new SweeperReport(SweeperActivity.Charging)));
        Minutes(5, switchAnswers: true, pointAnswers: true);
    }

    private IEnumerable<Alert> Raised => _alerts.Open.Where(alert => alert is { RaisedAt: not null, ClearedAt: null });

    [Fact]
    public void A_dead_switch_is_one_notification_and_stands_for_all_behind_it_of_any_kind()
    {
        Minutes(27 * 60, switchAnswers: false, pointAnswers: false);
        Assert.Equal(Switch, Assert.Single(_told).Alert.Key.Device);
        Assert.Equal(["monitor/water", "network/point", "sweeper/one"], Assert.Single(Raised).SuppressedDevices);
    }

    [Fact]
    public void What_is_still_silent_when_the_switch_is_back_gets_an_alert_of_its_own_which_ends_with_it()
    {
        Minutes(60, switchAnswers: false, pointAnswers: false);
        Minutes(15, switchAnswers: true, pointAnswers: false);
        Assert.Equal([Switch, Switch, Point], _told.Select(one => one.Alert.Key.Device));
        Assert.Equal(Point, Assert.Single(Raised).Key.Device);
        Minutes(10, switchAnswers: true, pointAnswers: true);
        Assert.Empty(Raised);
        Assert.False(_machine.PresenceOf(Point)!.IsSilent);
    }

    private void Minutes(int count, bool switchAnswers, bool pointAnswers)
    {
        for (var minute = 0; minute < count; minute++)
        {
            _now += Duration.FromMinutes(1);
            foreach (var (box, answers) in new[] { (Point, pointAnswers), (Switch, switchAnswers) })
                Step(new DeviceProbed(box, EventTime.Now(_now), new(answers ? ProbeProblem.None : ProbeProblem.NoAnswer))
                { IsWired = true });
            // Nothing gets through where one of them is dead.
            if (switchAnswers && pointAnswers)
                Step(new DeviceTelemetry(Robot, EventTime.Now(_now), new SweeperReport(SweeperActivity.Charging)));
            Step(new Tick(_now));
        }
    }

    private void Step(Signal signal) => _told.AddRange(
        _machine.Step(signal, _now - Instant.FromUtc(2026, 3, 2, 0, 0), ClockTrust.Synced, _now).OfType<Notified>()
            .Select(one => one.Notification));
}
