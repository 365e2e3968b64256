using Estate.Adapters.District;
using Estate.Bench.Harness;
using Estate.Bench.Ingest;
using NodaTime;

namespace Estate.Bench.District;

/// <summary>A thousand estates as busy as the reference estate in its busy hours; then one of them comes back after a month.</summary>
internal static class LoadTrial
{
    internal const string Absent = "absent";
    private const string Prefix = "probe-";
    private const int ProbeCount = 10, ProbeRate = 2, Processes = 2, DaysAway = 30;
    private const double MaxP99 = 5, MaxDelay = 1, MaxMemory = 150;
    private static readonly TimeSpan Warm = TimeSpan.FromSeconds(25), Stretch = TimeSpan.FromSeconds(50);

    internal static IReadOnlyList<string> Probes { get; } = [.. Enumerable.Range(0, ProbeCount).Select(i => Prefix + i)];

    internal static async Task<bool> RunAsync(BenchDistrict district, CancellationToken stop)
    {
        var load = ReferenceLoad.Measure(district.Folder);
        DistrictBench.Say($"the reference estate: {load.FactsADay} facts a day, {load.LeavingADay} leave; {load.BusyPerS:0.00}/s in its "
            + $"busy hours: {load.BusyPerS * DistrictBench.Estates:0} facts/s of {DistrictBench.Estates} estates");
        var folder = Path.Combine(district.Folder, "estates");
        var month = DaysAway * load.FactsADay;
        using (var absent = new JournaledEstate(folder, new DistrictTarget(district.Nats, Absent, "", null, 1)))
            absent.CommitMonth(month, Instant.FromDateTimeOffset(TimeProvider.System.GetUtcNow()));
        await using var look = new DistrictLook(district.Postgres.Address);
        var estates = Start(district, folder, load);
        try
        {
            var isMet = await WatchAsync(district, look, folder, stop);
            return await PageTrial.RunAsync(district, stop) && isMet;
        }
        finally
        {
            estates.ForEach(process => process.Dispose());
        }
    }

    /// <summary>A thousand that speak, and a few with journals.</summary>
    internal static List<ChildProcess> Start(BenchDistrict district, string folder, ReferenceLoad load) =>
    [
        .. Enumerable.Range(0, Processes).Select(i => DistrictLoad.Start(
            district, i * DistrictBench.Estates / Processes, DistrictBench.Estates / Processes, load.BusyPerS)),
        JournaledEstates.Start(district, folder, Probes, ProbeRate),
    ];

    private static async Task<bool> WatchAsync(BenchDistrict district, DistrictLook look, string folder, CancellationToken stop)
    {
        var (visible, memory) = (new VisibleFacts(look, Prefix), 0L);
        await visible.WatchAsync(Warm, Measure, stop);
        var (before, from) = (await look.NumberAsync("SELECT count(*) FROM fact"), Now());
        await visible.WatchAsync(Stretch, Measure, stop);
        var (stored, middle) = (await look.NumberAsync("SELECT count(*) FROM fact") - before, Now());
        using (JournaledEstates.Start(district, folder, [Absent], rate: 0))
        {
            await visible.WatchAsync(Stretch, Measure, stop);
            var until = Now();
            var caught = (await look.FactsOfAsync(Absent)).Count;
            // What was committed at the end is seen yet.
            await visible.WatchAsync(TimeSpan.FromSeconds(5), Measure, stop);
            var calm = await visible.WaitsAsync(Probes, from, middle);
            var busy = await visible.WaitsAsync(Probes, middle, until);
            return Tell((calm, busy), stored, caught, memory);
        }

        void Measure() => memory = Math.Max(memory, district.Workers.Max(worker => worker.Process.ResidentBytes));
    }

    private static bool Tell((IReadOnlyList<double> Calm, IReadOnlyList<double> Busy) waits, long stored, int caught, long memory)
    {
        var (calm, busy) = (DiskProbe.Percentile(waits.Calm, 0.99), DiskProbe.Percentile(waits.Busy, 0.99));
        DistrictBench.Say($"stored {stored / Stretch.TotalSeconds:0} facts/s of {DistrictBench.Estates} estates");
        DistrictBench.Say($"commit to roll-up, {DistrictBench.Estates} estates: p50 {DiskProbe.Percentile(waits.Calm, 0.5):0.00} s, p99 "
            + $"{calm:0.00} s (at most {MaxP99}), of {waits.Calm.Count}");
        DistrictBench.Say($"while one catches up ({caught / Stretch.TotalSeconds:0} facts/s more): p50 "
            + $"{DiskProbe.Percentile(waits.Busy, 0.5):0.00} s, p99 {busy:0.00} s, of {waits.Busy.Count}");
        DistrictBench.Say($"delay by a month's catch-up: {Math.Max(0, busy - calm):0.00} s (at most {MaxDelay})");
        DistrictBench.Say($"worker: at most {memory / 1e6:0} MB (limit {MaxMemory})");
        return calm <= MaxP99 && busy - calm <= MaxDelay && memory / 1e6 <= MaxMemory;
    }

    private static long Now() => TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();
}
