namespace Estate.FirmwareSim;

/// <summary>
/// A garage for bicycles that fills in an evening and empties in a morning, again and again, and the people with cards at its door.
/// </summary>
public sealed class GarageTraffic(GarageBox box, Bikes bikes, IGateTraffic? door) : ITraffic
{
    private const double BeatEvery = 600, Emptiest = 0.3, FillsFor = 0.5, FullUntil = 0.65;

    private double _time;
    private double _beat;
    private bool _isBegun;

    public int BicyclePlaces { get; init; } = 60;

    public int EBikePlaces { get; init; } = 30;

    /// <summary>How long an evening and a morning together take.</summary>
    public TimeSpan Day { get; init; } = TimeSpan.FromMinutes(8);

    public double CardsPerSecond { get; init; } = 0.05;

    public void Start() => box.Start();

    public void Step(double seconds)
    {
        box.Tick();
        door?.Step(CardsPerSecond * seconds);
        if (!box.IsOnline)
            return;
        if (!_isBegun)
            bikes.Begin((int)(BicyclePlaces * Emptiest), (int)(EBikePlaces * Emptiest));
        _isBegun = true;
        if ((_beat += seconds) >= BeatEvery)
        {
            _beat = 0;
            bikes.Stand();
        }
        var time = (_time += seconds) / Day.TotalSeconds % 1;
        var share = time < FillsFor ? Emptiest + ((1 - Emptiest) * time / FillsFor)
            : time < FullUntil ? 1 : 1 - ((1 - Emptiest) * (time - FullUntil) / (1 - FullUntil));
        Follow("bicycle", (int)Math.Round(share * BicyclePlaces) - bikes.Bicycles);
        Follow("e_bike", (int)Math.Round(share * EBikePlaces) - bikes.EBikes);
    }

    public void Dispose()
    {
        box.Dispose();
        door?.Dispose();
    }

    private void Follow(string bike, int missing)
    {
        if (missing > 0)
            bikes.Come(bike);
        else if (missing < 0)
            bikes.Go(bike);
    }
}
