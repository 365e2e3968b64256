namespace Estate.FirmwareSim.Past;

/// <summary>What there is to be played, by the devices' names; nothing where there is none of a kind.</summary>
public sealed record PastPlan(int Seed, DateTimeOffset End)
{
    public required Func<string, DeviceOptions> Device { get; init; }

    public IReadOnlyList<string> Stations { get; init; } = [];
    public IReadOnlyList<string> Bays { get; init; } = [];
    public string? Counter { get; init; }
    public string? Sign { get; init; }
    public IReadOnlyList<string> Chargers { get; init; } = [];
    public int Sockets { get; init; } = 10;
    public IReadOnlyList<string> Checkpoints { get; init; } = [];
    public IReadOnlyList<string> Lifts { get; init; } = [];
    public IReadOnlyList<string> CallButtons { get; init; } = [];
    public IReadOnlyList<string> Sensors { get; init; } = [];

    /// <summary>A garage for bicycles and its door, where there is one.</summary>
    public string? Garage { get; init; }
    public string? GarageDoor { get; init; }
    public string? Sweeper { get; init; }
    public IReadOnlyList<string> Network { get; init; } = [];
    public int Households { get; init; } = 1469;

    /// <summary>A gate on the gateway's own pins, such as gate/s-gate.</summary>
    public string? Gate { get; init; }
}

/// <summary>
/// An estate's weeks, drawn from one seed: devices as firmware-sim has them, and people with habits instead of the hurried ones of a
/// demonstration. Played by whoever moves the clock and runs what the agenda says.
/// </summary>
public sealed class PastEstate
{
    private readonly List<Action<PastDay>> _habits = [];

    public PastEstate(PastPlan plan, Agenda agenda, PastTime time, IGateWires wires)
    {
        var (random, households) = (new Random(plan.Seed), plan.Households);
        Station NewStation(string name) => new(plan.Device(name), time);
        var people = PastHousehold.All(households, Math.Max(1, plan.Stations.Count), random);
        Stations = new(agenda, [.. plan.Stations.Select(NewStation)], people, random);
        Parking = new(
            agenda, [.. plan.Bays.Select(name => new BaySensor(plan.Device(name), time))],
            plan.Counter is { } counter ? new(plan.Device(counter), time) : null,
            plan.Sign is { } sign ? new(DeafOf(plan.Device(sign)), time) : null, random);
        Chargers = new(
            agenda, [.. plan.Chargers.Select(name => new ChargerBoard(plan.Device(name), plan.Sockets, time))],
            [.. people.Select(household => household.Cards[0])], random)
        { End = plan.End };
        Guards = new(
            agenda, [.. plan.Checkpoints.Select(name => new CheckpointReader(plan.Device(name), time))],
            [.. ReferenceCards.Guards().Select(guard => guard.Card)], random);
        Lifts = new(agenda, [.. plan.Lifts.Select(name => new LiftMonitor(plan.Device(name), time))], new Random(plan.Seed + 28));
        Calls = new(
            agenda, [.. plan.CallButtons.Select(name => new CallButton(DeafOf(plan.Device(name)), time))],
            [.. people.Select(household => household.Cards[0])], new(plan.Seed + 4))
        { End = plan.End };
        Sensors = new(
            agenda, [.. plan.Sensors.Select(name => new Sensor(plan.Device(name), time, Sensor.SenseOf(name)))],
            new(plan.Seed + 1));
        Garage = GarageOf(plan, agenda, time);
        Sweeper = new(agenda, plan.Sweeper is { } sweeper
            ? new(plan.Device(sweeper), time, SweeperRobot.Ways, new(plan.Seed + 3)) : null);
        Network = new(agenda, [.. plan.Network.Select(name => new NetworkBox(plan.Device(name), time))], new(plan.Seed + 4));
        Gate = plan.Gate is null ? null : new(
            agenda, wires, plan.Gate, [.. ReferenceCards.GateCards(households).Select(card => card.Data)], random);
        _habits.AddRange(Stations.Plan, Parking.Plan, Guards.Plan, Lifts.Plan, Calls.Plan, Sensors.Plan, Garage.Plan,
            Network.Plan);
        if (plan.Chargers.Count > 0)
            _habits.Add(Chargers.Plan);
        if (Gate is not null)
            _habits.Add(Gate.Plan);
    }

    private static PastGarage GarageOf(PastPlan plan, Agenda agenda, PastTime time) => new(
        agenda, plan.Garage is { } garage ? new(plan.Device(garage), time) : null,
        plan.GarageDoor is { } door ? new(plan.Device(door), time) : null,
        [.. ReferenceCards.GateCards(Math.Min(150, plan.Households)).Select(card => WiegandFrame.CardOf(card.Data))], new(plan.Seed + 2));

    public PastStations Stations { get; }

    public PastParking Parking { get; }

    public PastChargers Chargers { get; }

    public PastGuards Guards { get; }

    public PastLifts Lifts { get; }

    public PastCalls Calls { get; }

    public PastSensors Sensors { get; }

    public PastGarage Garage { get; }

    public PastSweeper Sweeper { get; }

    public PastNetwork Network { get; }

    public PastGate? Gate { get; }

    /// <summary>What it is told to show is minutes old here, and nobody looks.</summary>
    private static DeviceOptions DeafOf(DeviceOptions device) =>
        device with { Link = (options, time) => device.Link(options with { Subscriptions = [] }, time) };

    public void Start()
    {
        Stations.Start();
        Parking.Start();
        Chargers.Start();
        Guards.Start();
        Lifts.Start();
        Calls.Start();
        Sensors.Start();
        Garage.Start();
        Sweeper.Start();
        Network.Start();
        Gate?.Start();
    }

    public void Plan(PastDay day)
    {
        foreach (var plan in _habits)
            plan(day);
    }
}
