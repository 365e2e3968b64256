using System.CommandLine;
using System.Globalization;
using Estate.Bench.Harness;
using Estate.FirmwareSim;

namespace Estate.Bench.Ingest;

/// <summary>Durable taps per second against a bare subscriber, latency, memory, start, flatness, bytes written.</summary>
internal sealed class IngestBench(string folder, int taps, TimeProvider time)
{
    private long _boot;
    private long _tapped;

    internal static Command Create()
    {
        var data = new Option<string>("--data") { Description = "The folder everything is written to", DefaultValueFactory = _ => "var" };
        var taps = new Option<int>("--taps") { Description = "Taps per throughput run", DefaultValueFactory = _ => 100_000 };
        var only = new Option<string>("--only") { Description = "One part: speed, flatness or memory", DefaultValueFactory = _ => "" };
        var command = new Command("ingest", "Durable taps per second and what they cost") { data, taps, only };
        command.SetAction((parsed, _) =>
        {
            var folder = Path.Combine(parsed.GetRequiredValue(data), "bench");
            return new IngestBench(folder, parsed.GetValue(taps), TimeProvider.System).RunAsync(parsed.GetRequiredValue(only));
        });
        return command;
    }

    private async Task RunAsync(string only)
    {
        if (only is "" or "memory")
            await MeasureReferenceAsync();
        if (only is "" or "speed")
        {
            using var estate = await NewEstateAsync("throughput", 0);
            await MeasureThroughputAsync(estate);
            await MeasureLatencyAsync(estate);
        }
        if (only is "" or "flatness")
            await MeasureFlatnessAsync();
    }

    private async Task<BenchEstate> NewEstateAsync(string name, int oldTransfers)
    {
        var estate = new BenchEstate(Path.Combine(folder, name), TapLoad.Stations, time, evidence: "tap");
        estate.RegisterCards(ReferenceCards.For(TapLoad.Households));
        if (oldTransfers > 0)
            LedgerFiller.Fill(estate.Folder.Database, oldTransfers);
        await estate.StartAsync();
        return estate;
    }

    private async Task MeasureThroughputAsync(BenchEstate estate)
    {
        // One short run warms both; then the peer and the gateway in turn, twice.
        await DurableAsync(estate, taps / 5);
        var (ratios, rates) = (new List<double>(), new List<double>());
        for (var round = 1; round <= 2; round++)
        {
            var bare = await BareAsync();
            var written = estate.WrittenBytes;
            var durable = await DurableAsync(estate, taps);
            ratios.Add(durable / bare);
            rates.Add(durable);
            Print($"taps/s durable {durable:0}, bare subscriber {bare:0}, ratio {durable / bare:0.00}; bytes written per tap "
                + $"{(double)(estate.WrittenBytes - written) / taps:0}");
        }
        Print($"durable ÷ bare: {ratios.Average():0.00} (limit 0.80); lowest rate {rates.Min():0}/s (limit 5000)");
    }

    private async Task<double> DurableAsync(BenchEstate estate, int count)
    {
        using var load = new TapLoad(new(estate.Port, estate.Passwords), expectAcks: true, ++_boot, count, _tapped, time);
        _tapped += count;
        await load.WaitUntilReadyAsync();
        var started = time.GetTimestamp();
        await load.FloodAsync(count);
        return count / time.GetElapsedTime(started).TotalSeconds;
    }

    private async Task<double> BareAsync()
    {
        // Its own broker, so that the gateway does not take part.
        using var quiet = new BenchEstate(Path.Combine(folder, "bare"), TapLoad.Stations, time, evidence: "tap");
        // Nothing holds the load back to the subscriber's pace, so its queue at the broker must not overflow.
        var configuration = Path.Combine(quiet.Folder.Broker, "mosquitto.conf");
        File.WriteAllText(
            configuration,
            File.ReadAllText(configuration).Replace("max_queued_messages 20000", "max_queued_messages 0", StringComparison.Ordinal));
        quiet.StartBroker();
        using var subscriber = new ChildProcess(
            Path.Combine(folder, "bare", "log", "subscriber.log"), "dotnet", typeof(IngestBench).Assembly.Location,
            "bare-subscriber", "--data", quiet.Folder.Root, "--port", quiet.Port.ToString(CultureInfo.InvariantCulture), "--expected",
            taps.ToString(CultureInfo.InvariantCulture));
        using var load = new TapLoad(new(quiet.Port, quiet.Passwords), expectAcks: false, ++_boot, taps, 0, time);
        await load.WaitUntilReadyAsync();
        while (!File.ReadAllText(Path.Combine(folder, "bare", "log", "subscriber.log")).Contains("Ready", StringComparison.Ordinal))
            await Task.Delay(TimeSpan.FromMilliseconds(20), time);
        var started = time.GetTimestamp();
        await load.FloodAsync(taps);
        while (!subscriber.HasExited)
            await Task.Delay(TimeSpan.FromMilliseconds(1), time);
        return taps / time.GetElapsedTime(started).TotalSeconds;
    }

    private async Task MeasureLatencyAsync(BenchEstate estate)
    {
        const int rate = 50;
        const int count = rate * 20;
        using var load = new TapLoad(new(estate.Port, estate.Passwords), expectAcks: true, ++_boot, count, _tapped, time);
        _tapped += count;
        await load.WaitUntilReadyAsync();
        var written = estate.WrittenBytes;
        var syncs = DiskProbe.SyncsAsync(folder, 400, TimeSpan.FromMilliseconds(40), time);
        await load.PaceAsync(count, rate);
        var sync = DiskProbe.Percentile(await syncs, 0.99);
        var answer = DiskProbe.Percentile(load.Latencies, 0.99);
        Print($"tap to answer at {rate}/s: p50 {DiskProbe.Percentile(load.Latencies, 0.5):0.00} ms, p99 {answer:0.00} ms; one sync p99 "
            + $"{sync:0.00} ms; limit {(3 * sync) + 10:0.00} ms");
        Print($"bytes written per tap at {rate}/s: {(double)(estate.WrittenBytes - written) / count:0}");
    }

    private async Task MeasureFlatnessAsync()
    {
        var costs = new List<(double Cpu, double Wall)>();
        var sizes = new[] { 1_000, 1_000_000 };
        foreach (var size in sizes)
        {
            using var estate = await NewEstateAsync("flat", size);
            await DurableAsync(estate, taps / 5);
            await estate.WaitUntilSettledAsync();
            var cpu = estate.Gateway.Cpu;
            var rate = await DurableAsync(estate, taps);
            costs.Add(((estate.Gateway.Cpu - cpu).TotalMicroseconds / taps, 1e6 / rate));
            Print($"with {size} transfers and events before: {costs[^1].Cpu:0.0} µs of CPU and {costs[^1].Wall:0.0} µs of time per tap");
        }
        Print($"cost per tap, 10^6 ÷ 10^3 transfers and events: CPU {costs[1].Cpu / costs[0].Cpu:0.00}, time "
            + $"{costs[1].Wall / costs[0].Wall:0.00} (limit 1.20)");
    }

    /// <summary>The reference estate: six stations, residents coming, levels and temperatures.</summary>
    private async Task MeasureReferenceAsync()
    {
        using var estate = new BenchEstate(Path.Combine(folder, "reference"), 6, time, devices: ReferenceEstate.CarPark);
        estate.RegisterCards(ReferenceCards.For(ReferenceEstate.Households));
        estate.StartBroker();
        await Task.Delay(TimeSpan.FromMilliseconds(500), time);
        estate.StartGateway();
        var start = await estate.WaitUntilReadyAsync();
        Print($"start to ready: {start.TotalSeconds:0.00} s (limit 2)");
        var stations = ReferenceEstate.StationsOf(estate);
        await MeasureIdleAsync(estate, stations, [.. ReferenceCards.For(ReferenceEstate.Households).Select(card => card.Card)]);
        using var stop = new CancellationTokenSource();
        var simulation = new Simulation(
            new SimulationPlan(
                stations, [.. ReferenceCards.For(ReferenceEstate.Households).Select(card => card.Card)], FaultPlan.Parse("none"), 1,
                1)
            { VisitsPerSecond = 5, Parking = ReferenceEstate.Cars(estate, time) }, time).RunAsync(stop.Token);
        long peak = 0;
        for (var second = 0; second < 45; second++)
        {
            await Task.Delay(TimeSpan.FromSeconds(1), time);
            peak = Math.Max(peak, estate.Gateway.ResidentBytes);
        }
        Print($"resident memory with the reference estate: {peak / 1e6:0} MB (limit 120)");
        await stop.CancelAsync();
        await simulation;
    }

    /// <summary>All stations connected and reporting levels, nobody comes.</summary>
    private async Task MeasureIdleAsync(BenchEstate estate, IReadOnlyList<DeviceOptions> stations, IReadOnlyList<string> cards)
    {
        const int seconds = 60;
        using var stop = new CancellationTokenSource();
        var simulation = new Simulation(new SimulationPlan(stations, cards, FaultPlan.Parse("none"), 1, 1) { VisitsPerSecond = 0 }, time)
            .RunAsync(stop.Token);
        await Task.Delay(TimeSpan.FromSeconds(5), time);
        var written = estate.WrittenBytes;
        await Task.Delay(TimeSpan.FromSeconds(seconds), time);
        Print($"bytes written per idle hour: {(estate.WrittenBytes - written) * 3600 / seconds}");
        await stop.CancelAsync();
        await simulation;
    }

    private static void Print(string line) => Console.WriteLine(line);
}
