using Estate.Domain.Alerts;
using Estate.Domain.Bins;
using Estate.Domain.Charging;
using Estate.Domain.Credentials;
using Estate.Domain.Devices;
using Estate.Domain.Garage;
using Estate.Domain.Gate;
using Estate.Domain.Lifts;
using Estate.Domain.Parking;
using Estate.Domain.Points;
using Estate.Domain.Rules;
using NodaTime;

namespace Estate.TestKit;

/// <summary>
/// A small estate with rules: a station, chargers, a car park with a sign; signals in, alerts out, both clocks in the test's
/// hands. Monday 2026-03-02, 12:00 in Shanghai.
/// </summary>
public sealed class TestRules
{
    public static readonly DeviceId Station = new("bins", "station-1");
    public static readonly DeviceId Charger = new("charger", "c01");
    public static readonly DeviceId Gate = new("gate", "s-gate");
    public static readonly DeviceId Lot = new("lot", "main");
    public static readonly DeviceId Garage = new("garage", "bikes");
    public static readonly DeviceId Lift = new("lift", "lift-01");
    public static readonly DateTimeZone Zone = DateTimeZoneProviders.Tzdb["Asia/Shanghai"];

    private readonly List<DeviceSettings> _inventory;
    private readonly IDeviceKind[] _kinds = [
        new StationKind(TestCards.Hasher), new ChargerKind(TestCards.Hasher, Zone), new BaySensorKind(), new LotKind(Zone, _ => true),
        new SignKind(), new GateKind(new CardBook(TestCards.Hasher, new CardRegistry()), Zone), new LiftKind(Zone),
        new GarageKind(new CardBook(TestCards.Hasher, new CardRegistry()), Zone, _ => true)];
    private EstateMachine _machine;
    private long _seq;

    public TestRules(params IEnumerable<RuleSource> rules)
    {
        _inventory =
        [
            new(Station, new Dictionary<string, string>()), new(Charger, new Dictionary<string, string> { ["sockets"] = "2" }),
            new(new("charger", "c02"), new Dictionary<string, string> { ["sockets"] = "2" }),
            new(Lot, new Dictionary<string, string> { ["signs"] = "entrance" }),
            new(new("sign", "entrance"), new Dictionary<string, string>()),
            new(Gate, new Dictionary<string, string> { ["closed"] = "23:00-05:00" }),
            new(Garage, new Dictionary<string, string> { ["bicycles"] = "10", ["e_bikes"] = "5" }),
            new(Lift, new Dictionary<string, string>()), new(new("lift", "lift-02"), new Dictionary<string, string>()),
            .. Enumerable.Range(1, 4).Select(i => new DeviceSettings(
                    new("parking", $"a00{i}"), new Dictionary<string, string> { ["lot"] = "main", ["zone"] = "A", ["bay"] = $"A00{i}" })),
        ];
        Schema = new RuleSchema(
            _kinds, [DeviceJson.Default.DeviceFact, PointsJson.Default.PointsFact, AlertJson.Default.AlertFact], _inventory, Zone,
            Programme.OpensIn);
        (_machine, Desk, Alerts) = Start();
        Load(rules);
    }

    public RuleSchema Schema { get; }
    public RuleReactor Desk { get; private set; }
    public AlertReactor Alerts { get; private set; }
    public Instant Now { get; set; } = new LocalDateTime(2026, 3, 2, 12, 0).InZoneStrictly(Zone).ToInstant();
    public Duration Uptime { get; set; } = Duration.FromMinutes(1);
    public List<Outcome> Outcomes { get; } = [];
    public IEnumerable<T> Facts<T>() => Outcomes.OfType<Recorded>().Select(one => one.Fact).OfType<T>();
    /// <summary>The other devices are silent from the beginning; of silence only what a rule says counts here.</summary>
    public IEnumerable<string> Open =>
        Alerts.Open.Where(alert =>
            alert.Key.Type != DeviceFellSilent.Silent && alert is { IsActive: true, RaisedAt: not null }).Select(alert =>
                alert.Key.ToString());

    /// <summary>Windows are 07:00 to 09:00.</summary>
    private static PointsProgramme Programme { get; } = new(
        "test", Zone, new PolicyHistory([new AwardPolicy { Windows = [new(new LocalTime(7, 0), new LocalTime(9, 0))] }]));

    public IReadOnlyList<RuleError> Errors(RuleSource source) => RuleBuilder.Build(source, Schema, ["duty"]).Mistakes;

    /// <summary>Something happened; rules and alerts hear of it as they do behind a slice.</summary>
    public void Record(Func<EventTime, Fact> happened)
    {
        var effects = new Effects(new(Now, Uptime, ClockTrust.Synced));
        effects.Record(happened(EventTime.Now(Now)));
        for (var heard = 0; heard < effects.Outcomes.Count; heard++)
            if (effects.Outcomes[heard] is Recorded { Fact: var fact })
            {
                Desk.React(fact, effects);
                Alerts.React(fact, effects);
            }
        Outcomes.AddRange(effects.Outcomes);
    }

    /// <summary>As <see cref="Record(Func{EventTime, Fact})"/>, for a car park's measurement.</summary>
    public void Count(int free, int occupied, int unknown)
    {
        var effects = new Effects(new(Now, Uptime, ClockTrust.Synced));
        Desk.React(
            new Measurement("parking", Now, [("zone", "A")], [("free", free), ("occupied", occupied), ("unknown", unknown), ("closed", 0)]),
            Lot, effects);
        Outcomes.AddRange(effects.Outcomes);
    }

    public void Load(IReadOnlyList<Rule> rules) => Ask(new LoadRules(rules, []), "file");

    public void Load(params IEnumerable<RuleSource> rules) =>
        Ask(new LoadRules([.. rules.Select(source => RuleBuilder.Build(source with { Written = source.ToString() }, Schema, ["duty"])
        is { Rule: { } rule } ? rule : throw new FormatException(string.Join("; ", Errors(source))))], []), "file");

    public Answer Ask(IRequest request, string by = "Li") => Step(new RequestReceived(request, by, Now)).OfType<Replied>().Single().Answer;

    /// <summary>The gateway dies and starts again with what was saved.</summary>
    public void Restart(params IEnumerable<RuleSource> rules)
    {
        var facts = Facts<RuleFact>().Reverse().ToList();
        var states = Outcomes.OfType<RuleSaved>().Select(one => one.State).GroupBy(one => (one.Rule, one.Device, one.Component))
            .Select(group => group.Last()).Where(one => one.Status != RuleStatus.Idle).ToList();
        var alerts = Outcomes.OfType<AlertSaved>().Select(one => one.Alert).GroupBy(one => one.Id).Select(group => group.Last()).ToList();
        (_machine, Desk, Alerts) = Start();
        Alerts.Restore(alerts);
        Desk.Restore(facts, states);
        Load(rules);
    }

    public void Fill(double? level, Duration? ago = null, DeviceId? station = null) =>
        Measure(station ?? Station, new FillReading(WasteCategory.Wet, level), ago);

    public void Measure(DeviceId device, IReading reading, Duration? ago = null) =>
        Step(new DeviceTelemetry(device, EventTime.Resolve(Now - (ago ?? Duration.Zero), ClockTrust.Synced, ago, Now), reading));

    public void Hear(DeviceId device, IReading reading, Duration? ago = null) =>
        Step(new DeviceEvent(
            device, new($"{++_seq}", 1, _seq, (ulong)_seq), EventTime.Resolve(Now - (ago ?? Duration.Zero), ClockTrust.Synced, ago, Now),
            reading));

    public IReadOnlyList<Outcome> Step(Signal signal)
    {
        var outcomes = _machine.Step(signal, Uptime, ClockTrust.Synced, Now);
        Outcomes.AddRange(outcomes);
        return outcomes;
    }

    /// <param name="each">Done before each tick.</param>
    public void Pass(double minutes, double step = 1, Action? each = null)
    {
        for (var passed = 0.0; passed < minutes; passed += step)
        {
            (Now, Uptime) = (Now + Duration.FromMinutes(step), Uptime + Duration.FromMinutes(step));
            each?.Invoke();
            Step(new Tick(Now));
        }
    }

    private (EstateMachine, RuleReactor, AlertReactor) Start()
    {
        var (rules, alerts) = (
            new RuleReactor(Schema),
            new AlertReactor(new AlertPolicy { Ladder = [new(new("台", "Desk"), Duration.Zero, Severity.Low, ["desk"])] }));
        var machine = new EstateMachine(_kinds, _inventory, [rules, alerts]);
        machine.Resume();
        return (machine, rules, alerts);
    }
}
