using System.Globalization;

namespace Estate.FirmwareSim;

/// <summary>A whole estate: stations, the people at the gate, the cars; run until stopped.</summary>
public sealed class Simulation(SimulationPlan plan, TimeProvider time)
{
    public const int StepsPerSecond = 20;

    public async Task RunAsync(CancellationToken stop)
    {
        var stations = plan.Stations.Select(options => new Station(options, time)).ToList();
        var residents = stations.Select((station, index) =>
        {
            var random = new Random(plan.Seed + index);
            var faults = new FaultPlan(plan.Faults, random);
            return (Station: station, Faults: faults, Visits: new Visits(station, plan.Cards, faults, random)
            {
                Fill = plan.Fill.GetValueOrDefault(station.Name, []),
            });
        }).ToList();
        try
        {
            foreach (var station in stations)
                station.Start();
            plan.Parking?.Start();
            plan.Chargers?.Start();
            foreach (var traffic in plan.Others)
                traffic.Start();
            using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1.0 / StepsPerSecond), time);
            for (long step = 0; await timer.WaitForNextTickAsync(stop); step++)
            {
                plan.Parking?.Step(1.0 / StepsPerSecond);
                plan.Chargers?.Step(1.0 / StepsPerSecond);
                foreach (var traffic in plan.Others)
                    traffic.Step(1.0 / StepsPerSecond);
                plan.Gate?.Step(plan.PassagesPerSecond * plan.Speed / StepsPerSecond);
                foreach (var (station, faults, visits) in residents)
                {
                    visits.Step(plan.VisitsPerSecond * plan.Speed / StepsPerSecond / residents.Count);
                    station.Tick();
                    if (step % StepsPerSecond == 0)
                        faults.Trouble(station);
                    if (step % Math.Max(1, (long)(60 * StepsPerSecond / plan.Speed)) == 0 && step > 0 || step == StepsPerSecond * 2)
                        visits.Report();
                }
            }
        }
        catch (OperationCanceledException)
        {
            // Asked to stop.
        }
        finally
        {
            Console.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"visits={residents.Sum(one => one.Visits.Count)} unacknowledged={stations.Sum(station => station.Waiting)}"));
            if (plan.StateFile is { } file && plan.Parking is { } parking)
                new SimulationState(
                    parking.OccupiedBays, residents.ToDictionary(one => one.Station.Name, one => one.Visits.Fill)).Write(file);
            foreach (var station in stations)
                station.Dispose();
            plan.Gate?.Dispose();
            plan.Parking?.Dispose();
            plan.Chargers?.Dispose();
            foreach (var traffic in plan.Others)
                traffic.Dispose();
        }
    }
}

/// <summary><paramref name="Speed"/> multiplies how often things happen; timestamps stay real.</summary>
public sealed record SimulationPlan(
    IReadOnlyList<DeviceOptions> Stations, IReadOnlyList<string> Cards, IReadOnlySet<string> Faults, int Seed, double Speed)
{
    public double VisitsPerSecond { get; init; } = 1;

    /// <summary>Who plays a gate, on simulated pins or on MQTT; null: nobody.</summary>
    public IGateTraffic? Gate { get; init; }

    /// <summary>Null: no car park.</summary>
    public ParkingTraffic? Parking { get; init; }

    /// <summary>Null: no chargers.</summary>
    public ChargerTraffic? Chargers { get; init; }

    /// <summary>Guards on their rounds, people in lifts: those there are devices for.</summary>
    public IReadOnlyList<ITraffic> Others { get; init; } = [];

    /// <summary>How full each station's bins are at first; others begin nearly empty.</summary>
    public IReadOnlyDictionary<string, double[]> Fill { get; init; } = new Dictionary<string, double[]>();

    /// <summary>Where it is written how the estate stands at the end; null: nowhere.</summary>
    public string? StateFile { get; init; }

    public double PassagesPerSecond { get; init; } = 0.2;
}
