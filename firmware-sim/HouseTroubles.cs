namespace Estate.FirmwareSim;

/// <summary>
/// What the sensors of stairwells and pump rooms notice: doors all the time, an e-bike in the lift and a wet floor at times, smoke
/// never.
/// </summary>
public sealed class HouseTroubles(IReadOnlyList<Sensor> sensors, Random random) : ITraffic
{
    private const double BeatEvery = 600;

    private readonly double[] _until = [.. sensors.Select(sensor => Pause(sensor, random))];

    /// <summary>The first once they are connected.</summary>
    private double _beat = 5;

    public void Start()
    {
        foreach (var sensor in sensors)
            sensor.Start();
    }

    public void Step(double seconds)
    {
        if ((_beat -= seconds) <= 0)
        {
            _beat = BeatEvery;
            foreach (var sensor in sensors)
                sensor.Beat();
        }
        foreach (var (index, sensor) in sensors.Index())
        {
            sensor.Tick();
            if (sensor.Senses == "smoke" || (_until[index] -= seconds) > 0)
                continue;
            sensor.Sense(!sensor.IsActive);
            _until[index] = sensor.IsActive ? 15 + (30 * random.NextDouble()) : Pause(sensor, random);
        }
    }

    public void Dispose()
    {
        foreach (var sensor in sensors)
            sensor.Dispose();
    }

    /// <summary>Seconds until something happens there.</summary>
    private static double Pause(Sensor sensor, Random random) => sensor.Senses switch
    {
        "open" => 20 + (60 * random.NextDouble()),
        "e_bike" => 120 + (240 * random.NextDouble()),
        _ => 400 + (400 * random.NextDouble()),
    };
}
