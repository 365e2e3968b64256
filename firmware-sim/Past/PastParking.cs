namespace Estate.FirmwareSim.Past;

/// <summary>
/// Weeks of the car park: more cars than bays. Who works leaves in the morning and is back in the evening; on other days they come and go.
/// Whoever finds no bay parks in the street. The counter at the entry misses a car now and then.
/// </summary>
public sealed class PastParking(Agenda agenda, IReadOnlyList<BaySensor> sensors, EntryCounter? counter, EntranceSign? sign, Random random)
{
    private const double CarsPerBay = 1.25, AtHome = 0.9, Missed = 0.003;
    private static readonly TimeSpan BeatEvery = TimeSpan.FromHours(2), SignEvery = TimeSpan.FromMinutes(4);

    /// <summary>Bays by car; no bay: it is away.</summary>
    private readonly BaySensor?[] _cars = new BaySensor?[(int)(sensors.Count * CarsPerBay)];
    private readonly HashSet<BaySensor> _taken = [];

    public IReadOnlyList<string> Occupied => [.. sensors.Where(sensor => sensor.IsOccupied).Select(sensor => sensor.Name)];

    public void Start()
    {
        counter?.Start();
        sign?.Start();
        // At night nobody passes for hours; and a sign only shows.
        agenda.Every(BeatEvery, BeatEvery, () => counter?.SayOnline());
        agenda.Every(SignEvery, SignEvery, () => sign?.SayOnline());
        for (var i = 0; i < sensors.Count; i++)
        {
            var sensor = sensors[i];
            var isParked = random.NextDouble() < AtHome;
            if (isParked)
                Take(i, sensor);
            sensor.Start();
            sensor.Start(isParked, "power_on");
            agenda.Every(BeatEvery, BeatEvery * ((i + 1.0) / sensors.Count), sensor.Beat);
        }
    }

    public void Plan(PastDay day)
    {
        for (var car = 0; car < _cars.Length; car++)
        {
            // A third of the cars hardly move on a working day; each has its own hours.
            var (own, isWorker) = (car % 7 / 7.0, car % 3 != 0);
            if (!day.IsWeekend && isWorker && random.NextDouble() < 0.85)
                Trip(car, day.Around(7.9 + own, 0.7, random), day.Around(17.8 + (2 * own), 1.2, random));
            else if (random.NextDouble() < (day.IsWeekend ? 0.55 : 0.35))
            {
                var leaves = day.Around(13, 5, random);
                Trip(car, leaves, leaves + TimeSpan.FromHours(1 + (4 * random.NextDouble())));
            }
        }
    }

    private void Trip(int car, DateTimeOffset leaves, DateTimeOffset returns)
    {
        agenda.At(leaves, () => Leave(car));
        agenda.At(returns, () => Arrive(car));
    }

    private void Leave(int car)
    {
        if (_cars[car] is not { } bay)
            return;
        _cars[car] = null;
        _taken.Remove(bay);
        bay.Park(false);
        agenda.In(TimeSpan.FromSeconds(random.Next(20, 60)), () => Count(isIn: false));
    }

    private void Arrive(int car)
    {
        if (_cars[car] is not null)
            return;
        var free = sensors.Where(sensor => !_taken.Contains(sensor)).ToList();
        if (free.Count == 0)
            return;
        var bay = free[random.Next(free.Count)];
        Take(car, bay);
        Count(isIn: true);
        agenda.In(TimeSpan.FromSeconds(random.Next(30, 120)), () => bay.Park(true));
    }

    private void Take(int car, BaySensor bay)
    {
        _cars[car] = bay;
        _taken.Add(bay);
    }

    private void Count(bool isIn)
    {
        if (random.NextDouble() >= Missed)
            counter?.Pass(isIn);
    }
}
