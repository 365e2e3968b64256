using System.Globalization;
using Estate.Bench.Harness;
using Estate.FirmwareSim;

namespace Estate.Bench.Torture.Fuzz;

/// <summary>
/// Spoilt messages: first against the running gateway, over the real broker and its own pages, beside an honest station and somebody at
/// the gate; then, for numbers, straight through what a message goes through, where no disk is waited for.
/// </summary>
internal static class FuzzScenario
{
    private const double Minutes = 1, MqttPerSecond = 1_000, HttpPerSecond = 100, TapLimitMs = 1_000, MemoryLimitMb = 32;
    private const long Messages = 1_000_000;
    private const int PerRound = 250_000, Households = 3_000;

    internal static async Task<ScenarioVerdict> PlayAsync(ScenarioRun run)
    {
        var (verdict, tally) = (new ScenarioVerdict("fuzz"), new FuzzTally(Path.Combine(run.Folder, "crashes")));
        await OverTheWireAsync(verdict, tally, run);
        InProcess(tally, (run.Messages ?? Messages) - tally.Tried, run);
        tally.AddTo(verdict);
        return verdict;
    }

    private static async Task OverTheWireAsync(ScenarioVerdict verdict, FuzzTally tally, ScenarioRun run)
    {
        using var estate = New(Path.Combine(run.Folder, "estate"), run.Time);
        await using var gate = new GateProbe(estate, run);
        await estate.StartAsync();
        gate.Begin();
        await using var taps = new TapProbe(estate, FuzzSamples.Honest, Households, run.Time);
        await run.WaitAsync(2);
        using var http = new HttpClient { BaseAddress = new(estate.Url) };
        var (heap, before) = (await Soak.LiveHeapAsync(estate, http, run), estate.Gateway.ResidentBytes);
        await SpoilAsync(estate, tally, run);
        var isDrained = await taps.DrainAsync();
        await gate.PauseAsync();
        taps.AddTo(verdict.Require(isDrained, "some taps were never answered"), run.Limit(TapLimitMs));
        gate.AddTo(verdict);
        if (estate.Gateway.HasExited)
            tally.Crash($"the gateway ended with {estate.Gateway.ExitCode}", "", []);
        else
        {
            var grown = (await Soak.LiveHeapAsync(estate, http, run) - heap) / 1e6;
            var resident = string.Create(CultureInfo.InvariantCulture, $"{before / 1e6:0}->{estate.Gateway.ResidentBytes / 1e6:0}");
            verdict.Figure("resident_mb", resident).Figure("heap_grew_mb", grown.ToString("0.0", CultureInfo.InvariantCulture))
                .Require(grown <= MemoryLimitMb, $"more than {MemoryLimitMb} MB more are in use afterwards");
            await CountAsync(verdict, tally, http, run);
        }
        foreach (var mistake in GatewayLog.Errors(Path.Combine(estate.Logs, "gateway.log")))
            tally.Crash("log: " + mistake, "", []);
        estate.Stop();
        DatabaseCheck.AddTo(verdict, estate.Folder.Database);
    }

    private static async Task SpoilAsync(BenchEstate estate, FuzzTally tally, ScenarioRun run)
    {
        using var speakers = new MqttFuzz(estate, tally, new Random(run.Seed), run.Time);
        using var api = await HttpFuzz.OfAsync(estate, tally, run.Stop);
        var seconds = (run.Minutes ?? Minutes) * 60;
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(run.Stop);
        var asking = api.RunAsync(new Random(run.Seed + 1), HttpPerSecond, run, stop.Token);
        var saying = speakers.RunAsync(MqttPerSecond, stop.Token);
        for (var waited = 0.0; waited < seconds && !estate.Gateway.HasExited; waited += Math.Min(10, seconds))
        {
            await run.WaitAsync(Math.Min(10, seconds));
            var memory = estate.Gateway.HasExited ? double.NaN : estate.Gateway.ResidentBytes / 1e6;
            ScenarioRun.Say($"{waited + 10:0} of {seconds:0} s: {tally.Tried} messages, {tally.Crashes} crashes, {memory:0} MB resident");
        }
        await stop.CancelAsync();
        await Task.WhenAll(saying, asking);
    }

    /// <summary>What the gateway itself says became of them.</summary>
    private static async Task CountAsync(ScenarioVerdict verdict, FuzzTally tally, HttpClient http, ScenarioRun run)
    {
        var lines = (await http.GetStringAsync(new Uri("/metrics", UriKind.Relative), run.Stop)).Split('\n');
        double Sum(string prefix) => lines.Where(line => line.StartsWith(prefix, StringComparison.Ordinal))
            .Sum(line => double.Parse(line.Split(' ')[^1], CultureInfo.InvariantCulture));
        verdict.Figure("refused_over_the_wire", Sum("estate_rejects_total")).Figure("dropped", Sum("estate_dropped_total"));
        foreach (var ours in new[] { """estate_dropped_total{queue="failed"}""", """estate_rejects_total{reason="internal_error"}""" })
            if (Sum(ours) is > 0 and var failed)
                tally.Crash($"{ours} {failed}", "", []);
    }

    private static void InProcess(FuzzTally tally, long messages, ScenarioRun run)
    {
        var (left, started, folder) = (messages, run.Time.GetTimestamp(), Memory(run));
        try
        {
            for (var round = 0; left > 0 && !run.Stop.IsCancellationRequested; round++)
            {
                using var estate = New(folder, run.Time);
                var samples = FuzzSamples.Of(estate.Model, FuzzSamples.Recordings);
                using var machine = new FuzzedMachine(estate, tally);
                var source = new FuzzSource(new Random(unchecked((run.Seed * 7919) + round)), samples);
                var now = Math.Min(left, PerRound);
                for (var i = 0L; i < now && !run.Stop.IsCancellationRequested; i++)
                    machine.Feed(source.Next(machine.Milliseconds));
                left -= now;
                var rate = (messages - left) / run.Time.GetElapsedTime(started).TotalSeconds;
                ScenarioRun.Say($"{messages - left} of {messages} straight through, {rate:0} a second, {tally.Crashes} crashes");
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Nothing of it is to be kept: no card needs to wear for it.</summary>
    private static string Memory(ScenarioRun run)
    {
        const string memory = "/dev/shm";
        return Directory.CreateDirectory(Directory.Exists(memory)
            ? Path.Combine(memory, $"estate-fuzz-{Environment.ProcessId}")
            : Path.Combine(run.Folder, "straight")).FullName;
    }

    private static BenchEstate New(string folder, TimeProvider time)
    {
        var estate = new BenchEstate(folder, TorturedEstate.StationCount, time, devices: FuzzSamples.Inventory);
        estate.RegisterCards(ReferenceCards.For(Households));
        var rules = Directory.CreateDirectory(Path.Combine(Path.GetDirectoryName(estate.EstateFile)!, "rules"));
        foreach (var file in Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "Torture", "rules")))
            File.Copy(file, Path.Combine(rules.FullName, Path.GetFileName(file)));
        return estate;
    }
}
