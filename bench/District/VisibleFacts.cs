namespace Estate.Bench.District;

/// <summary>When deposits of some estates are counted in the roll-ups, which is what pages show, beside when they were committed.</summary>
internal sealed class VisibleFacts(DistrictLook look, string prefix)
{
    private static readonly TimeSpan Every = TimeSpan.FromMilliseconds(100);

    private readonly List<(long At, IReadOnlyDictionary<string, long> Counts)> _seen = [];

    /// <summary>Looks so long, and now and then does what it is told beside it.</summary>
    internal async Task WatchAsync(TimeSpan duration, Action beside, CancellationToken stop)
    {
        var time = TimeProvider.System;
        var started = time.GetTimestamp();
        using var timer = new PeriodicTimer(Every, time);
        while (time.GetElapsedTime(started) < duration && await timer.WaitForNextTickAsync(stop))
        {
            if (await look.CountedDepositsAsync(prefix) is { } counts)
                _seen.Add((time.GetUtcNow().ToUnixTimeMilliseconds(), counts));
            beside();
        }
    }

    /// <summary>
    /// Seconds from the commit to the count, of what was committed in a stretch of time; up to now where it was not seen yet.
    /// </summary>
    internal async Task<IReadOnlyList<double>> WaitsAsync(IEnumerable<string> sites, long from, long until)
    {
        var waits = new List<double>();
        foreach (var site in sites)
        {
            var (deposits, next) = ((await look.FactsOfAsync(site)).Where(fact => fact.Type == "deposited").ToList(), 0);
            for (var i = 0; i < deposits.Count; i++)
            {
                while (next < _seen.Count && _seen[next].Counts.GetValueOrDefault(site) <= i)
                    next++;
                if (deposits[i].At >= from && deposits[i].At < until)
                    waits.Add(((next < _seen.Count ? _seen[next].At : _seen[^1].At) - deposits[i].At) / 1e3);
            }
        }
        return waits;
    }
}
