namespace Estate.FirmwareSim;

/// <summary>People's phones at the access points, and an uplink that loses data now and then.</summary>
public sealed class NetworkTraffic(IReadOnlyList<NetworkBox> boxes, Random random) : ITraffic
{
    private const double BeatEvery = 20, LossyOneIn = 60;
    private const int MostClients = 40, LossyFor = 5;

    private readonly int[] _lossy = new int[boxes.Count];
    private double _beat;

    public void Start()
    {
        foreach (var box in boxes)
        {
            box.Clients = NetworkBox.HasClients(box.Name) ? random.Next(MostClients) : null;
            box.Start();
        }
    }

    public void Step(double seconds)
    {
        foreach (var box in boxes)
            box.Tick();
        if ((_beat -= seconds) > 0)
            return;
        _beat = BeatEvery;
        foreach (var (index, box) in boxes.Index())
        {
            Move(box, index);
            box.Beat();
        }
    }

    public void Dispose()
    {
        foreach (var box in boxes)
            box.Dispose();
    }

    private void Move(NetworkBox box, int index)
    {
        if (box.Clients is { } clients)
            box.Clients = Math.Clamp(clients + random.Next(-3, 4), 0, MostClients);
        if (_lossy[index] > 0)
            _lossy[index]--;
        else if (random.NextDouble() < 1 / LossyOneIn)
            _lossy[index] = LossyFor;
        box.LossPct = _lossy[index] > 0 ? 25 + (10 * random.NextDouble()) : random.NextDouble();
        box.InMbit = (box.Clients ?? MostClients) * random.NextDouble();
    }
}
