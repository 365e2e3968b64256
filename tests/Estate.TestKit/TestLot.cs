using Estate.Domain.Devices;
using Estate.Domain.Parking;
using NodaTime;

namespace Estate.TestKit;

/// <summary>
/// A car park of two zones with sensors, a sign for each and one for all, and a counter; both clocks in the test's hands.
/// Monday 2026-03-02, 12:00 in Shanghai, nobody has spoken.
/// </summary>
public sealed class TestLot
{
    public static readonly DeviceId Lot = new("lot", "main");
    public static readonly DeviceId Counter = new("counter", "entry");

    private DeviceSettings[] _inventory;
    private long _seq;

    public TestLot(int bays = 10, Action<Dictionary<string, string>>? sensor = null, params IEnumerable<DeviceSettings> more)
    {
        _inventory =
        [
            .. Enumerable.Range(1, bays).Select(i => Sensor(i, i <= bays / 2 ? "A" : "B", sensor)),
            new(Lot, new Dictionary<string, string> { ["signs"] = "all, a" }),
            new(new("sign", "all"), new Dictionary<string, string>()),
            new(new("sign", "a"), new Dictionary<string, string> { ["zone"] = "A", ["arrow"] = "left" }),
            new(Counter, new Dictionary<string, string>()),
            .. more,
        ];
        Machine = NewMachine();
        Tick();
    }

    public static DateTimeZone Zone { get; } = DateTimeZoneProviders.Tzdb["Asia/Shanghai"];
    public EstateMachine Machine { get; private set; }
    public Instant Now { get; set; } = new LocalDateTime(2026, 3, 2, 12, 0).InZoneStrictly(Zone).ToInstant();
    public Duration Uptime { get; set; }
    public ClockTrust Clock { get; set; } = ClockTrust.Synced;
    public List<Outcome> Outcomes { get; } = [];
    public LotState State => (LotState)Machine.StateOf(Lot)!;
    public ZoneCounts All => ZoneCounts.Sum("", LotBays.Count(State.Bays()));

    public static DeviceId Bay(int number) => new("parking", $"a{number:000}");

    public BaySensorState SensorOf(int number) => (BaySensorState)Machine.StateOf(Bay(number))!;

    public BayStatus StatusOf(int number) => State.Bays().Single(bay => bay.Bay == $"A{number:000}").Status;

    public string? ShownOn(string sign) => ((SignState)Machine.StateOf(new("sign", sign))!).Shown;

    public IReadOnlyList<Outcome> Step(Signal signal)
    {
        var outcomes = Machine.Step(signal, Uptime, Clock, Now);
        Outcomes.AddRange(outcomes);
        return outcomes;
    }

    public void Tick() => Step(new Tick(Now));

    public void Pass(Duration length, Duration? step = null)
    {
        var each = step ?? Duration.FromSeconds(1);
        for (var passed = Duration.Zero; passed < length; passed += each)
        {
            (Now, Uptime) = (Now + each, Uptime + each);
            Tick();
        }
    }

    /// <summary>A numbered event, heard as it happens.</summary>
    public IReadOnlyList<Outcome> Say(int number, bool? occupied, EventTime? time = null, long? seq = null) =>
        Hear(Bay(number), new BayReport(occupied), time, seq);

    public IReadOnlyList<Outcome> Hear(DeviceId device, IReading reading, EventTime? time = null, long? seq = null)
    {
        var number = seq ?? ++_seq;
        return Step(new DeviceEvent(device, new($"e{number}", 1, number, (ulong)number), time ?? EventTime.Now(Now), reading));
    }

    /// <summary>All sensors speak, and what they say lasts.</summary>
    public void SayAll(Func<int, bool> occupied)
    {
        foreach (var number in _inventory.Where(one => one.Device.Kind == "parking").Select((_, index) => index + 1))
            Say(number, occupied(number));
        Pass(Duration.FromSeconds(12));
    }

    public void Beat(int number, bool? occupied, EventTime? time = null) =>
        Step(new DeviceTelemetry(Bay(number), time ?? EventTime.Now(Now), new BayReport(occupied)));

    public Answer Ask(IRequest request, string by = "desk") =>
        Step(new RequestReceived(request, by, Now)).OfType<Replied>().Single().Answer;

    public IEnumerable<T> Facts<T>()
        where T : Fact => TestEstate.Facts<T>(Outcomes);

    /// <summary>The gateway is away for a while and starts again with what was saved.</summary>
    /// <param name="without">Devices that somebody took out of the file meanwhile.</param>
    public void Restart(Duration away, params DeviceId[] without)
    {
        _inventory = [.. _inventory.Where(one => !without.Contains(one.Device))];
        var saved = Outcomes.OfType<Saved>().GroupBy(one => one.Device).Select(group => group.Last()).ToList();
        Machine = NewMachine();
        foreach (var one in saved)
        {
            var schema = one.State switch
            {
                BaySensorState => ParkingJson.Default.BaySensorState as System.Text.Json.Serialization.Metadata.JsonTypeInfo,
                LotState => ParkingJson.Default.LotState,
                SignState => ParkingJson.Default.SignState,
                _ => ParkingJson.Default.CounterState,
            };
            Machine.Restore(
                one.Device, one.Presence,
                System.Text.Json.JsonSerializer.Deserialize(System.Text.Json.JsonSerializer.Serialize(one.State, schema), schema)!);
        }
        (Now, Uptime) = (Now + away, Duration.Zero);
        Tick();
        Tick();
    }

    private static DeviceSettings Sensor(int number, string zone, Action<Dictionary<string, string>>? settings)
    {
        var values = new Dictionary<string, string> { ["zone"] = zone, ["lot"] = "main" };
        settings?.Invoke(values);
        return new(Bay(number), values);
    }

    private EstateMachine NewMachine() =>
        new([new BaySensorKind(), new LotKind(Zone, household => household is "h1" or "h2"), new SignKind(), new CounterKind()], _inventory,
        []);
}
