using Estate.Domain.Credentials;
using Estate.Domain.Devices;
using Estate.Domain.Gate;
using NodaTime;

namespace Estate.TestKit;

/// <summary>
/// One gate in memory, with sensors, three cards, and both clocks in the test's hands. Wednesday 2026-03-04, 12:00 in its
/// zone, shut and locked.
/// </summary>
public sealed class TestGate
{
    public static readonly DeviceId SGate = new("gate", "s-gate");

    private DoorInputs _inputs = new(false, null, false, false, false);

    public TestGate(
        Action<Dictionary<string, string>>? settings = null, string zone = "Asia/Shanghai", bool hasLockSensor = false,
        IDeviceProfile? profile = null, params IReadOnlyList<string> wires)
    {
        Zone = DateTimeZoneProviders.Tzdb[zone];
        foreach (var (
            number, holder) in new[] { ("W26:D41B81", new CardHolder("h1")), ("W26:000001", new CardHolder("h2") { NeedsTime = true }),
            ("W26:000002", new CardHolder("h3", IsBlocked: true)) })
            Cards.Put(Token(number), holder);
        var values = new Dictionary<string, string>
        { ["closed"] = "23:00-05:00", ["open_means"] = "card_required", ["closed_means"] = "nobody_in" };
        settings?.Invoke(values);
        Settings = new DeviceSettings(SGate, values) { Wires = wires, Profile = profile };
        Kind = new GateKind(new CardBook(TestCards.Hasher, Cards), Zone);
        Machine = new EstateMachine([Kind], [Settings], []);
        Now = At(2026, 3, 4, 12, 0);
        HasLockSensor = hasLockSensor;
        Tick();
        Inputs(_inputs);
    }

    public DateTimeZone Zone { get; }
    public CardRegistry Cards { get; } = new();
    public DeviceSettings Settings { get; }
    public GateKind Kind { get; }
    public EstateMachine Machine { get; private set; }
    public Instant Now { get; set; }
    public Duration Uptime { get; set; }
    public ClockTrust Clock { get; set; } = ClockTrust.Synced;

    /// <summary>The sensor follows the lock's command.</summary>
    public bool HasLockSensor { get; set; }
    public List<Outcome> Outcomes { get; } = [];
    public GateState State => (GateState)Machine.StateOf(SGate)!;

    /// <summary>By what was last actuated; a fail-safe lock is powered to lock.</summary>
    public bool IsLocked => Outcomes.OfType<Actuated>().Last().IsActive;

    public Instant At(int year, int month, int day, int hour, int minute, int second = 0) =>
        new LocalDateTime(year, month, day, hour, minute, second).InZoneLeniently(Zone).ToInstant();

    public static CardToken Token(string card) => TestCards.Hasher.TryHash(card, out var token) ? token : throw new ArgumentException(card);

    public IReadOnlyList<Outcome> Step(Signal signal)
    {
        var outcomes = Machine.Step(signal, Uptime, Clock);
        Outcomes.AddRange(outcomes);
        if (HasLockSensor && outcomes.OfType<Actuated>().LastOrDefault() is { } told && told.IsActive != _inputs.Locked)
            Inputs(_inputs with { Locked = told.IsActive });
        return outcomes;
    }

    /// <summary>Time passes by both clocks, with a tick each second, and the wake-ups that were asked for.</summary>
    public void Pass(Duration length, Duration? step = null)
    {
        var each = step ?? Duration.FromSeconds(1);
        for (var passed = Duration.Zero; passed < length; passed += each)
        {
            (Now, Uptime) = (Now + each, Uptime + each);
            Tick();
        }
    }

    /// <summary>To a local time, by minutes.</summary>
    public void PassUntil(Instant at) => Pass(at - Now, Duration.FromMinutes(1));

    public void Tick() => Step(new Tick(Now));

    public string Card(string number = "W26:D41B81", EventTime? time = null) => Present(new CardPresented(Token(number)), time);

    public string Frame(CardFrame frame)
    {
        var reading = Kind.Terminals.Frame(frame);
        return reading is CardPresented card ? Present(card) : Refuse(reading);
    }

    internal IReadOnlyList<Outcome> Inputs(DoorInputs inputs, EventTime? time = null)
    {
        _inputs = inputs;
        return Step(new DeviceTelemetry(SGate, time ?? EventTime.Now(Now), inputs) { IsWired = Settings.IsWired });
    }

    public void Open() => Inputs(_inputs with { Open = true });

    public void Close() => Inputs(_inputs with { Open = false });

    public void Exit(bool pressed) => Inputs(_inputs with { Exit = pressed });

    public void Fire(bool active) => Inputs(_inputs with { Fire = active });

    public void Tamper(bool active) => Inputs(_inputs with { Tamper = active });

    public void Sense(bool? locked) => Inputs(_inputs with { Locked = locked });

    public Answer Ask(IRequest request, string by = "chair") =>
        Step(new RequestReceived(request, by, Now)).OfType<Replied>().Single().Answer;

    public IEnumerable<T> Facts<T>()
        where T : Fact => TestEstate.Facts<T>(Outcomes);

    /// <summary>The gateway dies and starts again: what was saved, a new stopwatch, nothing else.</summary>
    public void Restart(object? saved = null)
    {
        var state = saved ?? Saved();
        Machine = new EstateMachine([Kind], [Settings], []);
        Machine.Restore(SGate, new Presence(), state);
        Uptime = Duration.Zero;
    }

    /// <summary>The state as the disk gives it back.</summary>
    public GateState Saved() => (GateState)System.Text.Json.JsonSerializer.Deserialize(
        System.Text.Json.JsonSerializer.Serialize(State, Kind.StateSchema), Kind.StateSchema)!;

    private string Present(CardPresented card, EventTime? time = null) =>
        TestEstate.Facts<AccessDecided>(Step(new DeviceTelemetry(SGate, time ?? EventTime.Now(Now), card) { IsWired = Settings.IsWired }))
            .Single().Event;

    private string Refuse(IReading reading) =>
        Step(new DeviceTelemetry(SGate, EventTime.Now(Now), reading) { IsWired = Settings.IsWired }).OfType<Refused>().Single()
            .Rejection.Reason;
}
