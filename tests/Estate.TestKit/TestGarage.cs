using System.Text.Json;
using Estate.Domain.Credentials;
using Estate.Domain.Devices;
using Estate.Domain.Garage;
using Estate.Domain.Gate;
using NodaTime;

namespace Estate.TestKit;

/// <summary>
/// A garage of 10 places for bicycles and 5 for e-bikes, and its door, both clocks in the test's hands. Monday 2026-03-02, 12:00 in
/// Shanghai; h1 and h2 have a card and a tag each.
/// </summary>
public sealed class TestGarage
{
    public static readonly DeviceId Id = new("garage", "bikes"), Door = new("gate", "bike-door");
    public static readonly DateTimeZone Zone = DateTimeZoneProviders.Tzdb["Asia/Shanghai"];
    private readonly DeviceSettings[] _inventory;
    private readonly CardRegistry _cards = new(), _tags = new();
    private long _seq;

    public TestGarage(Action<Dictionary<string, string>>? settings = null, bool isThere = true)
    {
        var values = new Dictionary<string, string> { ["bicycles"] = "10", ["e_bikes"] = "5" };
        settings?.Invoke(values);
        var door = new Dictionary<string, string> { ["permits"] = "garage/bikes", ["closed"] = "", ["open_means"] = "card_required" };
        _inventory = isThere ? [new(Id, values), new(Door, door)] : [new(Door, door)];
        _cards.Put(Token("CARD1"), new("h1"));
        _cards.Put(Token("CARD2"), new("h2"));
        _tags.Put(Token("TAG1"), new("h1"));
        _tags.Put(Token("TAG2"), new("h2"));
        Machine = NewMachine();
        Tick();
        Say(Door, new DoorInputs(false, null, false, false, false));
    }

    public EstateMachine Machine { get; private set; }
    public Instant Now { get; set; } = new LocalDateTime(2026, 3, 2, 12, 0).InZoneStrictly(Zone).ToInstant();
    public Duration Uptime { get; set; } = Duration.FromHours(1);
    public ClockTrust Clock { get; set; } = ClockTrust.Synced;
    public List<Fact> Facts { get; } = [];
    public GarageState State => (GarageState)Machine.StateOf(Id)!;
    public GateState DoorState => (GateState)Machine.StateOf(Door)!;

    public static CardToken Token(string text) => TestCards.Hasher.TryHash(text, out var token) ? token : throw new ArgumentException(text);

    /// <summary>A card at the door; what its display says.</summary>
    public string Card(string card) => Said(Event(Door, new CardPresented(Token(card)), null)).Result;

    public void Fire(bool active) => Say(Door, new DoorInputs(false, null, false, active, false));

    internal void Pass(BikeDirection direction, BikeType? bike, string? tag = null, EventTime? time = null, int count = 1) =>
        Step(Event(Id, new BikesPassing(direction, count) { Bike = bike, Tag = tag is null ? null : Token(tag) }, time));

    public IReadOnlyList<Outcome> Stand(int bicycles, int eBikes, int unknown = 0, EventTime? time = null) =>
        Say(Id, new BikesStanding(bicycles, eBikes, unknown), time);

    public Answer Ask(IRequest request, string by = "desk") => Said(new RequestReceived(request, by, Now));

    public void Wait(Duration length)
    {
        var each = length < Duration.FromHours(3) ? Duration.FromMinutes(1) : Duration.FromMinutes(15);
        for (var passed = Duration.Zero; passed < length; passed += each)
        {
            (Now, Uptime) = (Now + each, Uptime + each);
            Tick();
        }
    }

    /// <summary>What was saved is all that is known.</summary>
    public void Restart()
    {
        var saved = JsonSerializer.Serialize(State, GarageJson.Default.GarageState);
        (Machine, Uptime) = (NewMachine(), Duration.Zero);
        Machine.Restore(Id, new(), JsonSerializer.Deserialize(saved, GarageJson.Default.GarageState)!);
    }

    /// <summary>The saved state was damaged: only the facts are left.</summary>
    public void Recover()
    {
        Machine = NewMachine();
        Machine.Recover(Id, [.. Facts.Where(fact => fact.Device == Id).Reverse()]);
    }

    private void Tick() => Step(new Tick(Now));

    private Answer Said(Signal signal) => Step(signal).Select(outcome => (outcome as Acknowledged)?.Answer ?? (outcome as Replied)?.Answer)
        .OfType<Answer>().Single();

    private DeviceEvent Event(DeviceId device, IReading reading, EventTime? time) =>
        new(device, new($"e{++_seq}", 1, _seq, (ulong)_seq), time ?? EventTime.Now(Now), reading);

    private IReadOnlyList<Outcome> Say(DeviceId device, IReading reading, EventTime? time = null) =>
        Step(new DeviceTelemetry(device, time ?? EventTime.Now(Now), reading));

    private IReadOnlyList<Outcome> Step(Signal signal)
    {
        var outcomes = Machine.Step(signal, Uptime, Clock, Now);
        Facts.AddRange(outcomes.OfType<Recorded>().Select(recorded => recorded.Fact));
        return outcomes;
    }

    private EstateMachine NewMachine() => new(
        [new GarageKind(new(TestCards.Hasher, _tags), Zone, household => household is "h1" or "h2"),
            new GateKind(new(TestCards.Hasher, _cards), Zone)],
        _inventory, []);
}
