namespace Estate.FirmwareSim;

/// <summary>A guard who walks from checkpoint to checkpoint all day, and now and then forgets one.</summary>
public sealed class GuardRounds(IReadOnlyList<CheckpointReader> readers, IReadOnlyList<string> guards, Random random) : ITraffic
{
    private const double ForgetsOneIn = 15;

    private readonly double _walkSeconds = 20;
    private double _until;
    private double _beat;
    private int _next;

    public void Start()
    {
        foreach (var reader in readers)
            reader.Start();
    }

    public void Step(double seconds)
    {
        foreach (var reader in readers)
            reader.Tick();
        if ((_beat -= seconds) <= 0)
        {
            _beat = 600;
            foreach (var reader in readers)
                reader.Beat();
        }
        if ((_until -= seconds) > 0)
            return;
        _until = _walkSeconds;
        if (random.NextDouble() > 1 / ForgetsOneIn)
            readers[_next].Tap(guards[random.Next(guards.Count)]);
        _next = (_next + 1) % readers.Count;
    }

    public void Dispose()
    {
        foreach (var reader in readers)
            reader.Dispose();
    }
}
