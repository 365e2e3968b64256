namespace Estate.Bench.Ingest;

/// <summary>How long this disk takes to sync one page, measured beside the gateway's files.</summary>
internal static class DiskProbe
{
    internal static async Task<List<double>> SyncsAsync(string folder, int count, TimeSpan pause, TimeProvider time)
    {
        var times = new List<double>(count);
        var path = Path.Combine(folder, "sync-probe");
        await using (var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0))
        {
            var page = new byte[4096];
            for (var i = 0; i < count; i++)
            {
                await Task.Delay(pause, time);
                var started = time.GetTimestamp();
                file.Write(page);
                file.Flush(flushToDisk: true);
                times.Add(time.GetElapsedTime(started).TotalMilliseconds);
            }
        }
        File.Delete(path);
        return times;
    }

    internal static double Percentile(IEnumerable<double> values, double fraction)
    {
        var sorted = values.Order().ToList();
        return sorted.Count == 0 ? double.NaN : sorted[Math.Max(0, (int)Math.Ceiling(sorted.Count * fraction) - 1)];
    }
}
