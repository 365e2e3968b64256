using Estate.Domain.Bins;
using Estate.Domain.Credentials;
using Estate.Domain.Devices;
using Estate.Domain.Points;
using NodaTime;

namespace Estate.TestKit;

/// <summary>
/// A small estate in memory: two stations, three households, a clock that stands where it was put. Monday 2026-03-02,
/// 08:00 in Shanghai, inside the morning window.
/// </summary>
public sealed class TestEstate
{
    public static readonly DateTimeZone Shanghai = DateTimeZoneProviders.Tzdb["Asia/Shanghai"];
    public static readonly DeviceId Station1 = new("bins", "station-1");
    public static readonly DeviceId Station2 = new("bins", "station-2");

    private readonly Dictionary<DeviceId, long> _seq = [];

    public TestEstate(PolicyHistory? policies = null, DateTimeZone? zone = null, params IReactor[] others)
    {
        Hasher = new CardHasher(new byte[CardHasher.KeyBytes]);
        foreach (var household in new[] { "h1", "h2", "h3" })
            Cards.Put(Card("card-" + household), new CardHolder(household));
        Cards.Put(Card("card-h1-second"), new CardHolder("h1"));
        Cards.Put(Card("card-lost"), new CardHolder("h3", IsBlocked: true));
        Desk = new PointsReactor(
            new PointsProgramme("sorting", zone ?? Shanghai, policies ?? new PolicyHistory([new AwardPolicy()])), Ledger, Cards);
        Machine = new EstateMachine(
            [new StationKind(Hasher)],
            new[] { Station1, Station2 }.Select(device => new DeviceSettings(device, new Dictionary<string, string>())),
            [Desk, .. others]);
    }

    public CardHasher Hasher { get; }
    public Ledger Ledger { get; } = new();
    public CardRegistry Cards { get; } = new();
    public PointsReactor Desk { get; }
    public EstateMachine Machine { get; }
    public Instant Now { get; set; } = Local(2026, 3, 2, 8, 0);

    public static Instant Local(int year, int month, int day, int hour, int minute, int second = 0) =>
        new LocalDateTime(year, month, day, hour, minute, second).InZoneStrictly(Shanghai).ToInstant();

    public CardToken Card(string number) => Hasher.TryHash(number, out var token) ? token : throw new ArgumentException(number);

    public long BalanceOf(string household) => Ledger.BalanceOf(AccountId.Household(household));

    public Tap TapOf(string card) => new(Card(card));

    public DeviceEvent Event(DeviceId device, string id, StationReading reading, EventTime? time = null)
    {
        var seq = _seq[device] = _seq.GetValueOrDefault(device, -1) + 1;
        return new DeviceEvent(
            device, new EventHeader(id, 1, seq, unchecked((ulong)id.GetHashCode(StringComparison.Ordinal))), time ?? EventTime.Now(Now),
            reading);
    }

    /// <returns>The answer on the station's display.</returns>
    public Answer Say(DeviceId device, string id, StationReading reading, EventTime? time = null) =>
        Machine.Step(Event(device, id, reading, time)).OfType<Acknowledged>().Single().Answer;

    /// <summary>A whole visit: tap, and a bag of wet waste.</summary>
    public Answer Visit(DeviceId device, string id, string card)
    {
        var welcome = Say(device, id, TapOf(card));
        return welcome.Result == AwardResult.Welcome ? Say(device, id + "-waste", new Deposit(id, WasteCategory.Wet, 500)) : welcome;
    }

    public IReadOnlyList<Outcome> Measure(DeviceId device, StationReading reading, Instant? at = null) =>
        Machine.Step(new DeviceTelemetry(device, new EventTime(at ?? Now, Now, ClockTrust.Synced), reading));

    public IReadOnlyList<Outcome> Ask(IRequest request, string by = "desk") => Machine.Step(new RequestReceived(request, by, Now));

    public static IEnumerable<T> Facts<T>(IEnumerable<Outcome> outcomes)
        where T : Fact => outcomes.OfType<Recorded>().Select(recorded => recorded.Fact).OfType<T>();
}
