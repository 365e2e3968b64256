using Estate.Bench.Harness;
using Estate.Bench.Ingest;
using Estate.FirmwareSim;

namespace Estate.Bench.District;

/// <summary>The same taps at the same build, with the uplink to a running district and without, in turn.</summary>
internal static class UplinkCostTrial
{
    /// <summary>Every estate of a trial is called so.</summary>
    internal const string Site = "trial";

    private const int Rounds = 2, Warm = 1_000, Taps = 4_000, PerSecond = 200;
    private const double MaxRatio = 1.05, MaxMemory = 8;
    private static readonly TimeSpan After = TimeSpan.FromSeconds(5);

    internal static async Task<bool> RunAsync(BenchDistrict district, CancellationToken stop)
    {
        var (off, on) = (new List<(double Cpu, double Memory)>(), new List<(double Cpu, double Memory)>());
        var uplink = FormattableString.Invariant(
            $"district: {{ url: \"{district.Nats}\", key_file: \"{district.Keys}/{Site}.seed\" }}\n");
        for (var round = 1; round <= Rounds; round++)
        {
            off.Add(await MeasureAsync(district, "", stop));
            on.Add(await MeasureAsync(district, uplink, stop));
            DistrictBench.Say($"round {round}: without {off[^1].Cpu:0.0} µs and {off[^1].Memory:0.0} MB, with {on[^1].Cpu:0.0} µs and "
                + $"{on[^1].Memory:0.0} MB");
        }
        await using var look = new DistrictLook(district.Postgres.Address);
        DistrictBench.Say($"the district has {(await look.FactsOfAsync(Site)).Count} facts of it");
        var ratio = on.Average(one => one.Cpu) / off.Average(one => one.Cpu);
        var more = on.Average(one => one.Memory) - off.Average(one => one.Memory);
        DistrictBench.Say($"CPU per tap with the uplink ÷ without: {ratio:0.000} (at most {MaxRatio})");
        DistrictBench.Say($"memory with the uplink: {more:0.0} MB more (at most {MaxMemory})");
        return ratio <= MaxRatio && more <= MaxMemory;
    }

    /// <summary>
    /// Microseconds of processor time for a tap, what the uplink does after it among them; and the most memory it had, in MB.
    /// </summary>
    private static async Task<(double Cpu, double Memory)> MeasureAsync(BenchDistrict district, string more, CancellationToken stop)
    {
        var time = TimeProvider.System;
        using var estate = new BenchEstate(Path.Combine(district.Folder, "gateway"), TapLoad.Stations, time, evidence: "tap", more: more);
        estate.RegisterCards(ReferenceCards.For(TapLoad.Households));
        await estate.StartAsync();
        // What is compiled and looked through after a start is no tap's.
        await TapAsync(estate, 1, (0, Warm), stop);
        await estate.WaitUntilSettledAsync();
        var cpu = estate.Gateway.Cpu;
        var memory = await TapAsync(estate, 2, (Warm, Taps), stop);
        await Task.Delay(After, time, stop);
        return ((estate.Gateway.Cpu - cpu).TotalMicroseconds / Taps, Math.Max(memory, estate.Gateway.ResidentBytes) / 1e6);
    }

    /// <returns>The most bytes of memory that the gateway had meanwhile.</returns>
    private static async Task<long> TapAsync(BenchEstate estate, long boot, (long First, int Count) taps, CancellationToken stop)
    {
        using var load = new TapLoad(
            new(estate.Port, estate.Passwords), expectAcks: true, boot, taps.Count, taps.First, TimeProvider.System);
        await load.WaitUntilReadyAsync();
        var (tapping, memory) = (load.PaceAsync(taps.Count, PerSecond), 0L);
        for (; !tapping.IsCompleted; await Task.Delay(TimeSpan.FromSeconds(1), TimeProvider.System, stop))
            memory = Math.Max(memory, estate.Gateway.ResidentBytes);
        await tapping;
        return memory;
    }
}
