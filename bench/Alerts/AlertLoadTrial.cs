using Estate.Domain.Alerts;
using Estate.Domain.Devices;
using NodaTime;

namespace Estate.Bench.Alerts;

/// <summary>A month through the alert reactor, with staff who acknowledge what they see after ten minutes.</summary>
internal sealed class AlertLoadTrial
{
    private const string Person = "desk";
    private static readonly Duration Tick = Duration.FromSeconds(15);
    private static readonly Duration UntilSeen = Duration.FromMinutes(10);

    private readonly List<AlertOccurrence> _raised = [];
    private readonly List<Notification> _notified = [];
    private readonly AlertReactor _desk;
    private readonly AlertMonth _month;
    private readonly Instant _from;

    internal AlertLoadTrial(AlertPolicy policy, IEnumerable<DeviceId> devices, Instant from)
    {
        var all = devices.Append(AlertMonth.Switch).ToList();
        (_month, _from) = (new(all, from), from);
        _desk = new(policy with
        {
            Ladder = [new(Text.Same(Person), Duration.Zero, Severity.Low, [Person])],
            Behind = _month.BehindSwitch.ToDictionary(device => device, _ => AlertMonth.Switch),
        });
        _desk.Resume(all.Select(device => (device, (object)device)));
    }

    private Instant Until => _from + Duration.FromDays(AlertMonth.Days);

    /// <summary>The whole month.</summary>
    internal AlertLoad Whole => AlertLoad.Of(new(_from, Until), _raised);

    /// <summary>What a person was notified of that fell silent while the switch was down, for each time.</summary>
    internal IReadOnlyList<IReadOnlyList<AlertKey>> OfOutages => [.. _month.Outages.Select(begin => _notified
        .Where(one => one.Kind == NotificationKind.Raised && one.Alert.Key.Type == DeviceFellSilent.Silent
            && one.Alert.RaisedAt >= begin && one.Alert.RaisedAt < begin + AlertMonth.OutageLasts)
        .Select(one => one.Alert.Key).ToList())];

    internal IReadOnlyList<AlertLoad> Shifts(ShiftPlan plan, DateTimeZone zone) =>
        [.. plan.Last(AlertMonth.Days * plan.Begins.Count, Until, zone).Where(one => one.Start >= _from && one.End <= Until)
            .Select(one => AlertLoad.Of(one, _raised))];

    internal void Run()
    {
        var reports = new Queue<Report>(_month.Reports());
        for (var now = _from; now < Until; now += Tick)
        {
            while (reports.TryPeek(out var report) && report.At <= now)
            {
                reports.Dequeue();
                var fact = new HostConditionChanged(report.Device, EventTime.Now(report.At), report.Said);
                Do(report.At, effects => _desk.React(fact, effects));
            }
            Do(now, effects => _desk.Tick(now, effects));
            foreach (var alert in _desk.Open.Where(one => one.AcknowledgedBy is null && now - one.RaisedAt >= UntilSeen).ToList())
                Do(now, effects => _desk.TryHandle(new AcknowledgeAlert(alert.Id, null), Person, now, effects));
        }
    }

    private void Do(Instant now, Action<Effects> act)
    {
        var effects = new Effects(new(now, Duration.Zero, ClockTrust.Synced));
        act(effects);
        _raised.AddRange(effects.Outcomes.OfType<Recorded>().Select(one => one.Fact).OfType<AlertRaised>()
            .Select(one => new AlertOccurrence(one.Time.At, new(one.Device, one.Condition, one.Component))));
        _notified.AddRange(effects.Outcomes.OfType<Notified>().Select(one => one.Notification));
    }
}
