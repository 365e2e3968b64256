using System.Text.Json;
using Estate.Domain.Alerts;
using Estate.Domain.Devices;
using NodaTime;

namespace Estate.TestKit;

/// <summary>The alert reactor alone: conditions in, stored alerts and notifications out, the clock in the test's hands.</summary>
public sealed class TestAlerts
{
    public static readonly DeviceId Charger = new("charger", "north-1");
    public static readonly DeviceId Other = new("charger", "north-2");
    public static readonly DeviceId Switch = new("charger", "hub");

    private readonly AlertPolicy _policy;
    private readonly Dictionary<string, Alert> _stored = [];

    private readonly IReadOnlyList<DeviceId> _devices;

    public TestAlerts(AlertPolicy? policy = null, IEnumerable<DeviceId>? devices = null)
    {
        _devices = [Charger, Other, Switch, .. devices ?? []];
        _policy = policy ?? new AlertPolicy
        {
            Ladder =
            [
                new(new("台", "Desk"), Duration.Zero, Severity.Low, ["desk"]),
                new(new("电话", "Phone"), Duration.FromMinutes(5), Severity.Medium, ["phone"]),
                new(new("经理", "Manager"), Duration.FromMinutes(15), Severity.High, ["manager"]),
            ],
            Behind = new Dictionary<DeviceId, DeviceId> { [Charger] = Switch, [Other] = Switch },
        };
        Desk = NewDesk();
    }

    public AlertReactor Desk { get; private set; }
    public Instant Now { get; set; } = Instant.FromUtc(2026, 3, 2, 12, 0);
    public List<Outcome> Outcomes { get; } = [];
    public IEnumerable<Notification> Told => Outcomes.OfType<Notified>().Select(one => one.Notification);
    public IEnumerable<Alert> Shown => Desk.Open.Where(alert => alert.State != AlertState.Pending);

    public Alert Only => Shown.Single();

    public static Condition Smoke(bool isActive, string? resetBy = null) =>
        new("smoke", "", Severity.High, isActive, new("烟雾", "Smoke")) { IsLatched = true, ResetBy = resetBy };

    public static Condition Warm(bool isActive, Severity severity = Severity.Medium) =>
        new("over_power", "socket-3", severity, isActive, new("功率", "Power"));

    public static Condition Silent(bool isActive) => new(DeviceFellSilent.Silent, "", Severity.Medium, isActive, new("失联", "Silent"));

    public static Condition BrokerLost(bool isActive) => new(AlertPolicy.BrokerLost, "", Severity.High, isActive, new("断开", "Broker lost"));

    public void Say(DeviceId device, Condition condition, Duration? age = null) => Run(effects =>
        Desk.React(
            new Statement(device, age is { } late ? EventTime.Resolve(null, ClockTrust.Unknown, late, Now) : EventTime.Now(Now), condition),
            effects));

    public Answer? Ask(IRequest request, string by = "Li")
    {
        Answer? answer = null;
        Run(effects =>
        {
            Assert(Desk.TryHandle(request, by, Now, effects));
            answer = effects.Answer;
        }, by);
        return answer;
    }

    public void Pass(double minutes, double each = 0.25)
    {
        for (var passed = 0.0; passed < minutes; passed += each)
        {
            Now += Duration.FromMinutes(each);
            Run(effects => Desk.Tick(Now, effects));
        }
    }

    public void Restart(Duration away)
    {
        Now += away;
        Desk = NewDesk();
        Desk.RestoreSilences(
            TestEstate.Facts<AlertFact>(Outcomes).Where(fact => AlertReactor.RecoversFrom.Contains(fact.GetType())), Now);
        Desk.Restore(_stored.Values.Where(alert => alert.ClosedAt is null || Now - alert.ClosedAt < Duration.FromHours(1))
            .Select(alert =>
                JsonSerializer.Deserialize(JsonSerializer.Serialize(alert, AlertJson.Default.Alert), AlertJson.Default.Alert)!));
    }

    /// <summary>What the store would hold.</summary>
    public IReadOnlyCollection<Alert> Stored => _stored.Values;

    private AlertReactor NewDesk()
    {
        var desk = new AlertReactor(_policy);
        desk.Resume(_devices.Select(device => (device, (object)device)));
        return desk;
    }

    private static void Assert(bool handled)
    {
        if (!handled)
            throw new InvalidOperationException("nobody handles it");
    }

    private void Run(Action<Effects> act, string? by = null)
    {
        var effects = new Effects(new(Now, Duration.Zero, ClockTrust.Synced), by);
        act(effects);
        Outcomes.AddRange(effects.Outcomes);
        foreach (var saved in effects.Outcomes.OfType<AlertSaved>())
            _stored[saved.Alert.Id] = saved.Alert;
    }

    private sealed record Statement(DeviceId Device, EventTime Time, Condition Said) : Fact(Device, Time)
    {
        public override string Slice => "test";
        public override System.Text.Json.Serialization.Metadata.JsonTypeInfo Schema => throw new NotSupportedException("never stored");
        public override Text Describe(DateTimeZone zone) => Said.Title;
        public override IEnumerable<Condition> Conditions => [Said];
    }
}
