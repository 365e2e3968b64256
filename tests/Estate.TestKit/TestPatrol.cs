using System.Text.Json;
using Estate.Domain.Credentials;
using Estate.Domain.Devices;
using Estate.Domain.Patrol;
using NodaTime;

namespace Estate.TestKit;

/// <summary>
/// A night patrol of three checkpoints with two rounds, 22:00 to 23:00 and 23:30 to 00:30; both clocks in the test's hands.
/// Monday 2026-03-02, 21:00 in Shanghai.
/// </summary>
public sealed class TestPatrol
{
    public static readonly DeviceId Patrol = new("patrol", "night");
    public static readonly DateTimeZone Zone = DateTimeZoneProviders.Tzdb["Asia/Shanghai"];
    private static readonly string[] Checkpoints = ["garage", "roof", "pump"];
    private readonly DeviceSettings[] _inventory;
    private long _seq;

    public TestPatrol(Action<Dictionary<string, string>>? settings = null)
    {
        var values = new Dictionary<string, string> { ["checkpoints"] = "garage, roof, pump", ["rounds"] = "22:00-23:00; 23:30-00:30" };
        settings?.Invoke(values);
        _inventory =
        [
            new(Patrol, Settings = values),
            .. Checkpoints.Append("kiosk")
            .Select(name => new DeviceSettings(new("checkpoint", name), new Dictionary<string, string> { ["patrols"] = "night" })),
        ];
        Guards.Put(Card("7"), new CardHolder("7"));
        Guards.Put(Card("lost"), new CardHolder("8", IsBlocked: true));
        Machine = NewMachine();
        Tick();
    }

    /// <summary>For the next start.</summary>
    public Dictionary<string, string> Settings { get; }
    public CardRegistry Guards { get; } = new();
    public EstateMachine Machine { get; private set; }
    public Instant Now { get; set; } = new LocalDateTime(2026, 3, 2, 21, 0).InZoneStrictly(Zone).ToInstant();
    public Duration Uptime { get; set; } = Duration.FromHours(1);
    public ClockTrust Clock { get; set; } = ClockTrust.Synced;
    public List<Fact> Facts { get; } = [];
    public PatrolState State => (PatrolState)Machine.StateOf(Patrol)!;

    public static CardToken Card(string name) =>
        TestCards.Hasher.TryHash("guard" + name, out var token) ? token : throw new ArgumentException(name);

    /// <summary>To that time of the wall, today or tomorrow, a minute at a time.</summary>
    public void Until(int hour, int minute)
    {
        while (Now.InZone(Zone).TimeOfDay is var time && (time.Hour, time.Minute) != (hour, minute))
        {
            (Now, Uptime) = (Now + Duration.FromMinutes(1), Uptime + Duration.FromMinutes(1));
            Tick();
        }
    }

    public Answer Tap(string checkpoint, string guard = "7", EventTime? time = null)
    {
        var seq = ++_seq;
        var heard = new DeviceEvent(
            new("checkpoint", checkpoint), new($"e{seq}", 1, seq, (ulong)seq), time ?? EventTime.Now(Now), new CheckpointTap(Card(guard)));
        return Step(heard).OfType<Acknowledged>().Single().Answer;
    }

    public void Tick() => Step(new Tick(Now));

    /// <summary>What was saved is all that is known; the stopwatch starts over.</summary>
    public void Restart(Duration away)
    {
        var saved = JsonSerializer.Serialize(State, PatrolJson.Default.PatrolState);
        (Machine, Now, Uptime) = (NewMachine(), Now + away, Duration.Zero);
        Machine.Restore(Patrol, new(), JsonSerializer.Deserialize(saved, PatrolJson.Default.PatrolState)!);
    }

    /// <summary>The saved state was damaged: only the facts are left.</summary>
    public void Recover()
    {
        Machine = NewMachine();
        Machine.Recover(Patrol, [.. Facts.Where(fact => fact.Device == Patrol).Reverse()]);
    }

    private IReadOnlyList<Outcome> Step(Signal signal)
    {
        var outcomes = Machine.Step(signal, Uptime, Clock, Now);
        Facts.AddRange(outcomes.OfType<Recorded>().Select(recorded => recorded.Fact));
        return outcomes;
    }

    private EstateMachine NewMachine() => new([new CheckpointKind(new(TestCards.Hasher, Guards)), new PatrolKind(Zone)], _inventory, []);
}
