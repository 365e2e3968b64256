using System.Globalization;
using System.Text.Json;
using Estate.Domain.Charging;
using Estate.Domain.Credentials;
using Estate.Domain.Devices;
using NodaTime;

namespace Estate.TestKit;

/// <summary>
/// A charging board in memory and the estate that looks after it, both clocks in the test's hands. The board does what it is
/// told and reports every second, unless the test spoils that. Monday 2026-03-02, 20:00 in Shanghai.
/// </summary>
public sealed class TestCharger
{
    public static readonly DeviceId Board = new("charger", "north-1");
    public static readonly DateTimeZone Zone = DateTimeZoneProviders.Tzdb["Asia/Shanghai"];

    private readonly DeviceSettings _settings;
    private readonly int _sockets;
    private long _seq;

    public TestCharger(
        int sockets = 10, Action<Dictionary<string, string>>? settings = null, IDeviceProfile? profile = null, Feeder? feeder = null)
    {
        var values = new Dictionary<string, string> { ["sockets"] = sockets.ToString(CultureInfo.InvariantCulture) };
        settings?.Invoke(values);
        (_settings, _sockets) = (new(Board, values) { Profile = profile }, sockets);
        if (feeder is not null)
            _settings = _settings with { Feeders = new Dictionary<int, Feeder> { [0] = feeder } };
        foreach (var household in new[] { "h1", "h2" })
            Cards.Put(Card(household), new CardHolder(household));
        Cards.Put(Card("lost"), new CardHolder("h3", IsBlocked: true));
        (Closed, Watts, Registers) = (new bool[sockets + 1], new double[sockets + 1], new double[sockets + 1]);
        Machine = NewMachine();
        Pass(2);
    }

    public CardRegistry Cards { get; } = new();
    public EstateMachine Machine { get; private set; }
    public Instant Now { get; set; } = new LocalDateTime(2026, 3, 2, 20, 0).InZoneStrictly(Zone).ToInstant();
    public Duration Uptime { get; set; } = Duration.FromHours(1);
    public ClockTrust Clock { get; set; } = ClockTrust.Synced;
    public List<Outcome> Outcomes { get; } = [];

    /// <summary>By socket number: relay, what is plugged in draws, what the register shows.</summary>
    public bool[] Closed { get; }
    public double[] Watts { get; }
    public double[] Registers { get; }

    /// <summary>A relay that nothing opens any more.</summary>
    public int? Welded { get; set; }

    /// <summary>No word from the board, nor does it hear.</summary>
    public bool IsDark { get; set; }

    /// <summary>It hears and does nothing, and does not say so.</summary>
    public bool IsMute { get; set; }

    /// <summary>Its word on commands; null: none, though it does them.</summary>
    public string? Reply { get; set; } = "executed";

    /// <summary>Further values of each reading of the board.</summary>
    internal Func<BoardSnapshot, BoardSnapshot> Spoil { get; set; } = snapshot => snapshot;

    public ChargerState State => (ChargerState)Machine.StateOf(Board)!;

    public SocketStatus StatusOf(int socket) => State.StatusOf(State.SocketAt(socket)!, Uptime);

    public ChargeSession? Session(int socket) => State.SocketAt(socket)!.Session;

    public static CardToken Card(string name) =>
        TestCards.Hasher.TryHash("card-" + name, out var token) ? token : throw new ArgumentException(name);

    public IEnumerable<T> Facts<T>()
        where T : Fact => TestEstate.Facts<T>(Outcomes);

    public IReadOnlyList<Command> Commands(string action) =>
        [.. Outcomes.OfType<Commanded>().Select(one => one.Command).Where(command => command.Action == action)];

    public IReadOnlyList<Outcome> Step(Signal signal)
    {
        var outcomes = Machine.Step(signal, Uptime, Clock, Now);
        Outcomes.AddRange(outcomes);
        foreach (var outcome in outcomes)
            if (outcome is Actuated cut)
                Obey(cut.Wire, isReplied: false);
            else if (outcome is Commanded commanded)
                Obey(commanded.Command, isReplied: true);
        return outcomes;
    }

    public Answer Ask(IRequest request, string by = "desk") =>
        Step(new RequestReceived(request, by, Now)).OfType<Replied>().Single().Answer;

    public Answer Start(int socket, int? minutes = null, string? household = null) =>
        Ask(new StartCharging(Board, socket, household, minutes));

    public Answer Hear(ChargerReading reading, EventTime? time = null)
    {
        var number = ++_seq;
        return Step(new DeviceEvent(Board, new($"e{number}", 1, number, (ulong)number), time ?? EventTime.Now(Now), reading))
            .OfType<Acknowledged>().Single().Answer;
    }

    public Answer Tap(int socket, string card) => Hear(new CardAtSocket(socket, Card(card)));

    public IReadOnlyList<Outcome> Measure(ChargerReading reading, EventTime? time = null) =>
        Step(new DeviceTelemetry(Board, time ?? EventTime.Now(Now), reading));

    /// <summary>Seconds pass; each with a tick and, unless it is dark, a word of the board.</summary>
    public void Pass(double seconds, double each = 1)
    {
        for (var passed = 0.0; passed < seconds; passed += each)
        {
            (Now, Uptime) = (Now + Duration.FromSeconds(each), Uptime + Duration.FromSeconds(each));
            for (var socket = 1; socket <= _sockets; socket++)
                Registers[socket] += Power(socket) * each / 3600;
            if (!IsDark)
                Report();
            Step(new Tick(Now));
        }
    }

    public void Report() => Measure(Spoil(new BoardSnapshot([.. Enumerable.Range(1, _sockets).Select(socket => new SocketReading(socket)
    {
        Closed = Closed[socket] || Welded == socket,
        PowerW = Power(socket),
        EnergyWh = Registers[socket],
        TempC = 25,
    })])
    { Smoke = false }));

    /// <summary>The gateway is away for a while and starts again with what was saved.</summary>
    public void Restart(Duration away)
    {
        var saved = Outcomes.OfType<Saved>().LastOrDefault();
        Machine = NewMachine();
        if (saved is not null)
            Machine.Restore(
                Board, saved.Presence,
                JsonSerializer.Deserialize(
                    JsonSerializer.Serialize((ChargerState)saved.State, ChargingJson.Default.ChargerState),
                    ChargingJson.Default.ChargerState)!);
        Machine.Resume();
        (Now, Uptime) = (Now + away, Duration.Zero);
        Step(new Tick(Now));
    }

    private double Power(int socket) => Closed[socket] || Welded == socket ? Watts[socket] : 0;

    private void Obey(Command command, bool isReplied)
    {
        if (IsDark || IsMute)
            return;
        var which = command.Arguments.FirstOrDefault(one => one.Name == "socket").Value;
        foreach (var socket in which == "all" ? Enumerable.Range(1, _sockets) : which is null ? []
            : [int.Parse(which, CultureInfo.InvariantCulture)])
            Closed[socket] = command.Action == "start" || (command.Action is not ("stop" or "cut") && Closed[socket]);
        if (isReplied && Reply is { } word)
            Step(new CommandReply(Board, command.Id, word, Now));
    }

    private EstateMachine NewMachine()
    {
        var desk = new ChargingReactor(Cards);
        return new([new ChargerKind(TestCards.Hasher, Zone)], [_settings], [desk]);
    }
}
