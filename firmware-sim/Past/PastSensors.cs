namespace Estate.FirmwareSim.Past;

/// <summary>Weeks of sensors in stairwells and pump rooms: doors every day, an e-bike every few days, a wet floor.</summary>
public sealed class PastSensors(Agenda agenda, IReadOnlyList<Sensor> sensors, Random random)
{
    private const double BikeADay = 0.3, LeakADay = 0.04;
    private const int OpeningsADay = 12;
    private static readonly TimeSpan BeatEvery = TimeSpan.FromHours(4), Opening = TimeSpan.FromSeconds(40);

    public void Start()
    {
        foreach (var sensor in sensors)
        {
            sensor.Start();
            agenda.Every(BeatEvery, TimeSpan.FromMinutes(1), sensor.Beat);
        }
    }

    public void Plan(PastDay day)
    {
        foreach (var sensor in sensors)
            if (sensor.Senses == "open")
                for (var i = 0; i < OpeningsADay; i++)
                    Happen(sensor, day.Around(13, 5, random), Opening);
            else if (random.NextDouble() < (sensor.Senses switch { "e_bike" => BikeADay, "leak" => LeakADay, _ => 0 }))
                Happen(sensor, day.Around(18, 3, random), Opening);
    }

    private void Happen(Sensor sensor, DateTimeOffset at, TimeSpan lasts)
    {
        agenda.At(at, () => sensor.Sense(true));
        agenda.At(at + lasts, () => sensor.Sense(false));
    }
}
