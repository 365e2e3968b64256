using Estate.Adapters.Storage;

namespace Estate.Bench.Torture;

/// <summary>What is at the time-series server beside the journal, as <c>series verify</c> counts it.</summary>
internal static class SeriesComparison
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    /// <summary>Up to the last fact of now, looked at again until none is missing or patience is over.</summary>
    internal static async Task<IReadOnlyList<SeriesCount>> UntilThereAsync(SeriesAudit audit, long head, ScenarioRun run)
    {
        var started = run.Time.GetTimestamp();
        while (true)
        {
            // The news of this second go with the next.
            await run.WaitAsync(2);
            var counts = await audit.CountAsync(null, head, null, run.Stop);
            if (counts.All(count => count.Missing.Count == 0) || run.Time.GetElapsedTime(started) > Patience)
                return counts;
        }
    }
}
