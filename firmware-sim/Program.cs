using System.CommandLine;
using Estate.FirmwareSim;

var host = new Option<string>("--host") { Description = "Broker", DefaultValueFactory = _ => "127.0.0.1" };
var port = new Option<int>("--port") { Description = "Broker's port", DefaultValueFactory = _ => 18830 };
var site = new Option<string>("--site") { Description = "Site name in topics", DefaultValueFactory = _ => "xinghe" };
var devices = new Option<int>("--devices") { Description = "How many stations: station-1 to station-N", DefaultValueFactory = _ => 6 };
var credentials = new Option<FileInfo?>("--credentials") { Description = "CSV of name,password; without it stations connect anonymously" };
var ca = new Option<FileInfo?>("--ca")
{ Description = "Speak TLS and believe this authority (secrets/ca.crt of the gateway's data folder)" };
var certificates = new Option<DirectoryInfo?>("--certificates")
{
    Description = "Folders NAME with device.crt and device.key: these "
    + "devices prove themselves so, at --certificate-port"
};
var certificatePort = new Option<int>("--certificate-port")
{ Description = "Broker's port for devices with a certificate", DefaultValueFactory = _ => 8884 };
var households = new Option<int>("--households") { Description = "Households with made-up cards", DefaultValueFactory = _ => 1469 };
var rate = new Option<double>("--rate") { Description = "Visits per second over all stations", DefaultValueFactory = _ => 1 };
var speed = new Option<double>("--speed") { Description = "Multiplies how often things happen", DefaultValueFactory = _ => 1 };
var seed = new Option<int>("--seed") { Description = "Same seed, same visits and troubles", DefaultValueFactory = _ => 1 };
var faults = new Option<string>("--faults")
{ Description = "none, all, or some of: " + string.Join(", ", FaultPlan.Known), DefaultValueFactory = _ => "none" };
var pins = new Option<string?>("--pins") { Description = "The gateway's pins.sock: plays the people at a gate on its simulated pins" };
var gate = new Option<string>("--gate") { Description = "Which gate hangs on the pins", DefaultValueFactory = _ => "gate/s-gate" };
var gateDevice = new Option<string?>("--gate-device")
{ Description = "Plays an MQTT gate controller of this name instead, and the people at it" };
var bays = new Option<string>("--bays")
{
    Description = "Bay sensors among the credentials",
    DefaultValueFactory = _ => "a[001-060] b[061-120] c[121-185]"
};
var parkingDay = new Option<double>("--parking-day")
{ Description = "Minutes in which the car park fills and empties once", DefaultValueFactory = _ => 10 };
var state = new Option<FileInfo?>("--state")
{ Description = "A file: cars and bins are as it says at the start, and it says how they are at the end" };

var chargers = new Option<string>("--chargers")
{
    Description = "Charger boards among the credentials",
    DefaultValueFactory = _ => "c[01-20]"
};
var sockets = new Option<int>("--sockets") { Description = "Sockets of each board", DefaultValueFactory = _ => 10 };
var checkpoints = new Option<string>("--checkpoints")
{
    Description = "Patrol checkpoints among the credentials, in the order of the walk",
    DefaultValueFactory = _ => "garage pump-room north-roof rubbish-yard"
};
var lifts = new Option<string>("--lifts")
{
    Description = "Lifts among the credentials; the first gets stuck now and then",
    DefaultValueFactory = _ => "lift-[01-04]"
};
var callButtons = new Option<string>("--call-buttons")
{
    Description = "Call buttons among the credentials",
    DefaultValueFactory = _ => "call-[01-02]"
};
var sensors = new Option<string>("--sensors")
{
    Description = "Sensors among the credentials; a name ends on what it is of: water, smoke, door, camera",
    DefaultValueFactory = _ => "pump-room-water pump-room-door stairwell-2-smoke lift-7-camera"
};
var garage = new Option<string>("--garage") { Description = "The box at a garage for bicycles", DefaultValueFactory = _ => "bikes" };
var garageDoor = new Option<string>("--garage-door")
{ Description = "The gate controller at its door", DefaultValueFactory = _ => "bike-door" };
var sweeper = new Option<string>("--sweeper") { Description = "The robot that sweeps", DefaultValueFactory = _ => "sweeper-1" };
var network = new Option<string>("--network")
{ Description = "Access points and switches among the credentials", DefaultValueFactory = _ => "switch-1 ap-[1-3]" };
var drill = new Option<string>("--drill")
{
    Description = "none, or what happens after 20 seconds: smoke (at the first charger, where ten bikes charge, for a minute), "
        + "stuck-lift (the first lift, with somebody in it, for three minutes) or help (at a call button)",
    DefaultValueFactory = _ => "none"
};
drill.AcceptOnlyFromAmong("none", "smoke", "stuck-lift", "help");

const double DrillAt = 20;
var run = new Command("run", "Play the estate's stations until stopped")
{
    host, port, site, devices, credentials, ca, certificates, certificatePort,
    households, rate, speed, seed, faults, pins, gate, gateDevice, bays, parkingDay, state, chargers, sockets, checkpoints, lifts,
    callButtons, sensors, garage, garageDoor, sweeper, network, drill,
};
run.SetAction(async (parsed, stop) =>
{
    var passwords = parsed.GetValue(credentials) is { } file
        ? File.ReadAllLines(file.FullName).Select(line => line.Split(',')).ToDictionary(parts => parts[0], parts => parts[1])
        : [];
    var begins = parsed.GetValue(state) is { } kept ? SimulationState.Read(kept.FullName) : null;
    var boot = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
    DeviceOptions Device(string name)
    {
        var folder = parsed.GetValue(certificates) is { } all && Directory.Exists(Path.Combine(all.FullName, name))
            ? Path.Combine(all.FullName, name) : null;
        return new(
            parsed.GetRequiredValue(site), name, parsed.GetRequiredValue(host), folder is null ? parsed.GetRequiredValue(port)
            : parsed.GetRequiredValue(certificatePort))
        {
            Password = folder is null ? passwords.GetValueOrDefault(name) : null,
            CaFile = parsed.GetValue(ca)?.FullName ?? (folder is null ? null : Path.Combine(folder, "ca.crt")),
            CertificateFolder = folder,
            Boot = boot,
        };
    }

    var stations = Enumerable.Range(1, parsed.GetRequiredValue(devices)).Select(i => Device($"station-{i}")).ToList();
    var random = new Random(parsed.GetRequiredValue(seed));
    var gateCards = ReferenceCards.GateCards(parsed.GetRequiredValue(households)).Select(card => card.Data).ToList();
    IGateTraffic? traffic = parsed.GetValue(gateDevice) is { } name
        ? new ControllerPeople(new GateController(Device(name), TimeProvider.System), [.. gateCards.Select(WiegandFrame.CardOf)], random)
        : parsed.GetValue(pins) is { } socket ? new GatePeople(socket, parsed.GetRequiredValue(gate), gateCards, random) : null;
    var cards = ReferenceCards.For(parsed.GetRequiredValue(households)).Select(card => card.Card).ToList();
    var plan = new SimulationPlan(
        stations, cards, FaultPlan.Parse(parsed.GetRequiredValue(faults)), parsed.GetRequiredValue(seed), parsed.GetRequiredValue(speed))
    {
        Fill = begins?.Fill ?? new Dictionary<string, double[]>(),
        StateFile = parsed.GetValue(state)?.FullName,
        VisitsPerSecond = parsed.GetRequiredValue(rate),
        Gate = traffic,
        Parking = Parking(),
        Chargers = Chargers(),
        Others = [.. new ITraffic?[] { Guards(), Lifts(), Calls(), House(), Garage(), Sweeper(), Network() }.OfType<ITraffic>()],
    };
    bool IsDrill(string name) => parsed.GetRequiredValue(drill) == name;
    CallTraffic? Calls()
    {
        var buttons = ParkingTraffic.Names(parsed.GetRequiredValue(callButtons)).Where(passwords.ContainsKey)
            .Select(name => new CallButton(Device(name), TimeProvider.System)).ToList();
        return buttons.Count == 0 ? null : new(buttons, cards, random) { HelpAt = IsDrill("help") ? DrillAt : null };
    }

    LiftTraffic? Lifts()
    {
        var monitors = ParkingTraffic.Names(parsed.GetRequiredValue(lifts)).Where(passwords.ContainsKey)
            .Select(name => new LiftMonitor(Device(name), TimeProvider.System)).ToList();
        return monitors.Count == 0 ? null : new(monitors, random) { DrillAt = IsDrill("stuck-lift") ? DrillAt : null };
    }

    NetworkTraffic? Network()
    {
        var boxes = ParkingTraffic.Names(parsed.GetRequiredValue(network)).Where(passwords.ContainsKey)
            .Select(name => new NetworkBox(Device(name), TimeProvider.System)).ToList();
        return boxes.Count == 0 ? null : new(boxes, random);
    }

    GarageTraffic? Garage()
    {
        var (name, door) = (parsed.GetRequiredValue(garage), parsed.GetRequiredValue(garageDoor));
        if (!passwords.ContainsKey(name))
            return null;
        var box = new GarageBox(Device(name), TimeProvider.System);
        // Most at its door have a permit; some do not.
        var people = passwords.ContainsKey(door) ? new ControllerPeople(
            new GateController(Device(door), TimeProvider.System), [.. gateCards.Take(150).Select(WiegandFrame.CardOf)], random) : null;
        return new(box, new(box, [.. ReferenceCards.Tags(400).Select(tag => tag.Tag)], random), people);
    }

    SweeperRobot? Sweeper() => parsed.GetRequiredValue(sweeper) is var name && passwords.ContainsKey(name)
        ? new(Device(name), TimeProvider.System, SweeperRobot.Ways, random) : null;
    HouseTroubles? House()
    {
        var all = ParkingTraffic.Names(parsed.GetRequiredValue(sensors)).Where(passwords.ContainsKey)
            .Select(name => new Sensor(Device(name), TimeProvider.System, Sensor.SenseOf(name))).ToList();
        return all.Count == 0 ? null : new(all, random);
    }

    GuardRounds? Guards()
    {
        var readers = parsed.GetRequiredValue(checkpoints).Split(' ').Where(passwords.ContainsKey)
            .Select(name => new CheckpointReader(Device(name), TimeProvider.System)).ToList();
        return readers.Count == 0 ? null : new(readers, [.. ReferenceCards.Guards().Select(guard => guard.Card)], random);
    }

    ChargerTraffic? Chargers()
    {
        var boards = ParkingTraffic.Names(parsed.GetRequiredValue(chargers)).Where(passwords.ContainsKey)
            .Select(name => new ChargerBoard(Device(name), parsed.GetRequiredValue(sockets), TimeProvider.System)).ToList();
        // One card of each household: a second socket of one would be refused.
        var bikers = ReferenceCards.For(parsed.GetRequiredValue(households)).DistinctBy(card => card.Household).Select(card => card.Card)
            .ToList();
        return boards.Count == 0 ? null
            : new(boards, bikers, new FaultPlan(FaultPlan.Parse(parsed.GetRequiredValue(faults)), random), random)
            {
                Haste = 60,
                SmokeAt = IsDrill("smoke") ? DrillAt : null,
            };
    }

    ParkingTraffic? Parking()
    {
        var sensors = ParkingTraffic.Names(parsed.GetRequiredValue(bays)).Where(passwords.ContainsKey)
            .Select(name => new BaySensor(Device(name), TimeProvider.System)).ToList();
        return sensors.Count == 0 ? null : new(
            sensors,
            passwords.ContainsKey("entry") ? new EntryCounter(Device("entry"), TimeProvider.System) : null,
            passwords.ContainsKey("entrance") ? new EntranceSign(Device("entrance"), TimeProvider.System) : null, random)
        {
            Begin = begins?.Occupied.ToHashSet(),
            SettleFor = TimeSpan.FromSeconds(15),
            Day = TimeSpan.FromMinutes(Math.Clamp(parsed.GetRequiredValue(parkingDay), 1, 24 * 60)),
        };
    }

    await new Simulation(plan, TimeProvider.System).RunAsync(stop);
});

var purpose = new Option<string>("--for") { Description = "points, gate, garage or patrol", DefaultValueFactory = _ => "points" };
purpose.AcceptOnlyFromAmong("points", "gate", "garage", "patrol");
var cardsCommand = new Command("cards", "Print the made-up cards as household,card lines") { households, purpose };
cardsCommand.SetAction(parsed =>
{
    var count = parsed.GetRequiredValue(households);
    var cards = parsed.GetRequiredValue(purpose) switch
    {
        "gate" => ReferenceCards.GateCards(count).Select(card => (card.Household, Card: WiegandFrame.CardOf(card.Data))),
        "garage" => ReferenceCards.Tags(count),
        "patrol" => ReferenceCards.Guards(),
        _ => ReferenceCards.For(count),
    };
    foreach (var (holder, card) in cards)
        Console.WriteLine($"{holder},{card}");
});

try
{
    var root = new RootCommand("Simulated firmware of the estate's devices, written from docs/wire-protocol.md")
    {
        // With [diagram] before it a command line is read and not run.
        run, cardsCommand, new DiagramDirective(),
    };
    return await root.Parse(args).InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
}
catch (Exception mistake) when (mistake is FormatException or IOException)
{
    await Console.Error.WriteLineAsync(mistake.Message);
    return 2;
}
