namespace Estate.District.Sizing;

/// <summary>What became of a simulated lane. Times in seconds.</summary>
/// <param name="MeanInside">Messages in the lane, over all of the time.</param>
/// <param name="TimeInside">Of all messages together, those that are inside at the end until then.</param>
internal sealed record LaneFigures(long Arrived, long Left, long Inside, double Lasted, double MeanInside, double TimeInside)
{
    public required double MeanWait { get; init; }

    /// <summary>From a message's coming to its acknowledgement.</summary>
    public required double P99 { get; init; }
}

/// <summary>Plays a lane, message by message: what the formulas say is what such a queue does.</summary>
internal static class LaneSimulation
{
    internal static LaneFigures Run(LaneQueue lane, int messages, int seed)
    {
        var (random, waiting, stays) = (new Random(seed), new Queue<double>(), new List<double>(messages));
        var (now, next, arrived, area, waited, timeInside) = (0.0, Gap(random, lane), 0L, 0.0, 0.0, 0.0);
        var (free, batch) = (0.0, new List<double>());
        while (arrived < messages || waiting.Count > 0 || batch.Count > 0)
        {
            var isArrival = arrived < messages && (batch.Count == 0 || next < free);
            var then = isArrival ? next : free;
            area += (waiting.Count + batch.Count) * (then - now);
            now = then;
            if (isArrival)
            {
                waiting.Enqueue(now);
                arrived++;
                next = now + Gap(random, lane);
            }
            else
            {
                stays.AddRange(batch.Select(came => now - came));
                timeInside += batch.Sum(came => now - came);
                batch.Clear();
            }
            if (batch.Count > 0 || waiting.Count == 0)
                continue;
            while (waiting.Count > 0 && batch.Count < lane.AtOnce)
            {
                batch.Add(waiting.Dequeue());
                waited += now - batch[^1];
            }
            free = now + lane.PerTransaction + (batch.Count * lane.PerMessage);
        }
        stays.Sort();
        return new(arrived, stays.Count, waiting.Count + batch.Count, now, area / now, timeInside)
        {
            MeanWait = waited / arrived,
            P99 = stays[(int)(0.99 * (stays.Count - 1))],
        };
    }

    private static double Gap(Random random, LaneQueue lane) => -Math.Log(1 - random.NextDouble()) / lane.Arrivals;
}
