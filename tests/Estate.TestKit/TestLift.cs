using System.Text.Json;
using Estate.Domain.Devices;
using Estate.Domain.Lifts;
using NodaTime;

namespace Estate.TestKit;

/// <summary>One lift of 18 landings, both clocks in the test's hands. Monday 2026-03-02, 08:00 in Shanghai.</summary>
public sealed class TestLift
{
    public static readonly DeviceId Lift = new("lift", "lift-01");
    private DeviceSettings[] _inventory;
    private long _seq;

    public TestLift(params (string Name, string Value)[] settings)
    {
        _inventory = Inventory(settings);
        Machine = NewMachine();
    }

    public EstateMachine Machine { get; private set; }
    public Instant Now { get; private set; } = TestEstate.Local(2026, 3, 2, 8, 0);
    public Duration Uptime { get; private set; } = Duration.FromHours(1);
    public ClockTrust Clock { get; set; } = ClockTrust.Synced;
    public List<Outcome> Outcomes { get; } = [];
    public IEnumerable<Fact> Facts => Outcomes.OfType<Recorded>().Select(one => one.Fact);
    public LiftState State => (LiftState)Machine.StateOf(Lift)!;

    /// <summary>The conditions as they are now, by their types.</summary>
    public IReadOnlyList<string> Wrong => [.. Facts.OfType<LiftFact>().SelectMany(fact => fact.Conditions).GroupBy(one => one.Type)
        .Where(type => type.Last().IsActive).Select(type => type.Key).Order(StringComparer.Ordinal)];

    /// <summary>At the fifth landing, level with it, its door shut and nobody in it.</summary>
    internal static LiftReport Standing { get; } = new(5, CarDirection.Stopped, CarDoorStatus.Closed)
    { CarDoorZone = true, CarLoadKg = 0, Trips = 1000 };

    internal static LiftReport BetweenFloors { get; } = Standing with { CarDoorZone = false };

    /// <returns>What was answered.</returns>
    public Answer Say(LiftReading report, EventTime? time = null)
    {
        var seq = ++_seq;
        return Step(new DeviceEvent(Lift, new($"e{seq}", 1, seq, (ulong)seq), time ?? EventTime.Now(Now), report))
            .OfType<Acknowledged>().Single().Answer;
    }

    public IReadOnlyList<Outcome> Measure(LiftReading report, EventTime? time = null) =>
        Step(new DeviceTelemetry(Lift, time ?? EventTime.Now(Now), report));

    public Answer Ask(IRequest request) => Step(new RequestReceived(request, "Li", Now)).OfType<Replied>().Single().Answer;

    public void Pass(Duration time)
    {
        (Now, Uptime) = (Now + time, Uptime + time);
        Step(new Tick(Now));
    }

    public void PassSeconds(double seconds) => Pass(Duration.FromSeconds(seconds));

    /// <summary>What was saved is all that is known; the stopwatch starts over.</summary>
    /// <param name="settings">Other ones than before, where there are any.</param>
    public void Restart(params (string Name, string Value)[] settings)
    {
        _inventory = settings.Length == 0 ? _inventory : Inventory(settings);
        var saved = JsonSerializer.Serialize(State, LiftJson.Default.LiftState);
        (Machine, Uptime) = (NewMachine(), Duration.Zero);
        Machine.Restore(Lift, new(), JsonSerializer.Deserialize(saved, LiftJson.Default.LiftState)!);
    }

    /// <summary>The saved state was damaged: only the facts are left.</summary>
    public void Recover()
    {
        Machine = NewMachine();
        Machine.Recover(Lift, [.. Facts.Reverse()]);
    }

    private IReadOnlyList<Outcome> Step(Signal signal)
    {
        var outcomes = Machine.Step(signal, Uptime, Clock, Now);
        Outcomes.AddRange(outcomes);
        return outcomes;
    }

    private static DeviceSettings[] Inventory((string Name, string Value)[] settings) =>
        [new(Lift, settings.ToDictionary(one => one.Name, one => one.Value))];

    private EstateMachine NewMachine() => new([new LiftKind(TestEstate.Shanghai)], _inventory, []);
}
