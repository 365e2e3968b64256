namespace Estate.FirmwareSim.Past;

/// <summary>Weeks of the guards' rounds, one in every two hours; one checkpoint in twenty is forgotten.</summary>
public sealed class PastGuards(Agenda agenda, IReadOnlyList<CheckpointReader> readers, IReadOnlyList<string> guards, Random random)
{
    private const double Forgotten = 0.05;
    private static readonly TimeSpan BeatEvery = TimeSpan.FromMinutes(28);

    public void Start()
    {
        foreach (var reader in readers)
        {
            reader.Start();
            agenda.Every(BeatEvery, TimeSpan.FromMinutes(1), reader.Beat);
        }
    }

    public void Plan(PastDay day)
    {
        for (var round = 0; round < 12; round++)
        {
            var (guard, begin) = (guards[random.Next(guards.Count)], day.Around((2 * round) + 0.6, 0.4, random));
            foreach (var (index, reader) in readers.Index())
                if (random.NextDouble() >= Forgotten)
                    agenda.At(begin + TimeSpan.FromMinutes((7 * index) + random.Next(3)), () => reader.Tap(guard));
        }
    }
}
