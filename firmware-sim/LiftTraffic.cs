namespace Estate.FirmwareSim;

/// <summary>People in lifts. The first one sticks between two floors now and then, every other time with somebody in it.</summary>
public sealed class LiftTraffic(IReadOnlyList<LiftMonitor> lifts, Random random) : ITraffic
{
    private const double SecondsAFloor = 2, DoorSeconds = 5, PauseSeconds = 20;

    private readonly List<Car> _cars = [.. lifts.Select(lift => new Car(lift))];
    private double _beat;
    private double _stuckIn;
    private double _freeIn;
    private int _stops;

    public int Landings { get; init; } = 18;

    /// <summary>Between two of its troubles, and how long each lasts.</summary>
    public TimeSpan StuckEvery { get; init; } = TimeSpan.FromMinutes(4);
    public TimeSpan StuckFor { get; init; } = TimeSpan.FromSeconds(70);

    /// <summary>Seconds after the start at which the first one sticks with somebody in it, for longer; null: no drill.</summary>
    public double? DrillAt { get; init; }
    public TimeSpan DrillLasts { get; init; } = TimeSpan.FromMinutes(3);

    public void Start()
    {
        _stuckIn = DrillAt ?? StuckEvery.TotalSeconds / 3;
        foreach (var lift in lifts)
        {
            (lift.Position, lift.Trips) = (1 + random.Next(Landings), 95_000 + random.Next(10_000));
            lift.Start();
        }
    }

    public void Step(double seconds)
    {
        foreach (var car in _cars)
        {
            car.Lift.Tick();
            if (!car.IsStuck)
                Move(car, seconds);
        }
        if ((_beat -= seconds) <= 0)
        {
            _beat = 20;
            foreach (var lift in lifts)
                lift.Beat();
        }
        if (_cars.Count > 0)
            Trouble(_cars[0], seconds);
    }

    public void Dispose()
    {
        foreach (var lift in lifts)
            lift.Dispose();
    }

    private void Trouble(Car car, double seconds)
    {
        if (car.IsStuck && (_freeIn -= seconds) <= 0)
        {
            (car.IsStuck, car.Target, car.Wait) = (false, car.Lift.Position, DoorSeconds);
            (car.Lift.IsInDoorZone, car.Lift.IsDoorOpen, car.Lift.IsAlarmPressed, car.Lift.Faults) = (true, true, false, []);
            car.Lift.TellChange();
        }
        else if (!car.IsStuck && (_stuckIn -= seconds) <= 0 && car.Lift.Direction != "stopped")
        {
            var lasts = DrillAt is not null && _stops == 0 ? DrillLasts : StuckFor;
            (_stuckIn, _freeIn, car.IsStuck) = (StuckEvery.TotalSeconds, lasts.TotalSeconds, true);
            var hasPeople = _stops++ % 2 == 0;
            (car.Lift.Direction, car.Lift.IsInDoorZone, car.Lift.LoadKg) = ("stopped", false, hasPeople ? 72 : 0);
            (car.Lift.IsAlarmPressed, car.Lift.Faults) = (hasPeople, ["car_stopped_outside_landing_zone"]);
            car.Lift.TellChange();
        }
    }

    private void Move(Car car, double seconds)
    {
        if ((car.Wait -= seconds) > 0)
            return;
        var lift = car.Lift;
        if (lift.Direction != "stopped")
        {
            lift.Position += lift.Direction == "up" ? 1 : -1;
            (car.Wait, lift.IsInDoorZone) = (SecondsAFloor, lift.Position == car.Target);
            if (lift.Position == car.Target)
                (lift.Direction, lift.IsDoorOpen, car.Wait) = ("stopped", true, DoorSeconds);
        }
        else if (lift.IsDoorOpen)
            (lift.IsDoorOpen, lift.LoadKg, car.Wait) = (false, 0, random.NextDouble() * PauseSeconds);
        else
        {
            do
                car.Target = 1 + random.Next(Landings);
            while (car.Target == lift.Position);
            (lift.Direction, lift.LoadKg) = (car.Target > lift.Position ? "up" : "down", 55 + random.Next(200));
            (lift.Trips, lift.IsInDoorZone, car.Wait) = (lift.Trips + 1, false, SecondsAFloor);
        }
        lift.Beat();
    }

    private sealed class Car(LiftMonitor lift)
    {
        public LiftMonitor Lift => lift;
        public int Target { get; set; }
        public double Wait { get; set; }
        public bool IsStuck { get; set; }
    }
}
