using System.CommandLine;
using Estate.Bench.Harness;

namespace Estate.Bench.Start;

/// <summary>How long the gateway takes until it answers, and how much memory it has, beside Node-RED and beside another build.</summary>
internal sealed class StartBench(string folder, string? before, TimeProvider time)
{
    private const double MostOfPeer = 1.0, MostOfBefore = 0.5;

    internal static Command Create()
    {
        var data = new Option<string>("--data") { Description = "The folder everything is written to", DefaultValueFactory = _ => "var" };
        var times = new Option<int>("--times") { Description = "How often each is started", DefaultValueFactory = _ => 5 };
        var taps = new Option<int>("--taps") { Description = "Of the flood", DefaultValueFactory = _ => 60_000 };
        var before = new Option<string?>("--before") { Description = "An older build's folder or Estate.Cli.dll, to compare with" };
        var command = new Command("start", "From start to ready, memory idle and after a flood; beside Node-RED")
        {
            data, times, taps, before,
        };
        command.SetAction((parsed, stop) =>
        {
            var folder = Path.Combine(parsed.GetRequiredValue(data), "bench");
            return new StartBench(folder, parsed.GetValue(before) is { } build ? OlderBuild.In(build) : null, TimeProvider.System)
                .RunAsync(parsed.GetValue(times), parsed.GetValue(taps), stop);
        });
        return command;
    }

    private async Task<int> RunAsync(int times, int taps, CancellationToken stop)
    {
        var candidates = await Candidate.AllAsync(folder, "start", before, time);
        try
        {
            foreach (var candidate in candidates)
                await MakeReadyAsync(candidate, stop);
            var starts = await StartsAsync(candidates, times);
            var memory = new Dictionary<Candidate, MemoryFigures>();
            foreach (var candidate in candidates)
                memory[candidate] = await MemoryTrial.RunAsync(candidate, taps, time);
            return Verdict(candidates, starts, memory) ? 0 : 1;
        }
        finally
        {
            candidates.ForEach(candidate => candidate.Dispose());
        }
    }

    /// <summary>A first start makes the database and brings the program's files into the cache; it is not measured.</summary>
    private static async Task MakeReadyAsync(Candidate candidate, CancellationToken stop)
    {
        var first = await candidate.StartAsync();
        Print($"{candidate.Name}: the first time ready after {first.TotalMilliseconds:0} ms");
        if (candidate.IsGateway)
            Print($"{candidate.Name}: {await CompiledMethods.OfAsync(candidate.Process.Id, stop)} methods compiled a second later");
        candidate.End();
    }

    private static async Task<Dictionary<Candidate, List<StartFigures>>> StartsAsync(List<Candidate> candidates, int times)
    {
        var starts = candidates.ToDictionary(candidate => candidate, _ => new List<StartFigures>());
        for (var round = 0; round < times; round++)
            foreach (var candidate in candidates)
            {
                var ready = await candidate.StartAsync();
                starts[candidate].Add(new(ready.TotalMilliseconds, candidate.Process.Cpu.TotalSeconds));
                candidate.End();
            }
        return starts;
    }

    private static bool Verdict(
        List<Candidate> candidates, Dictionary<Candidate, List<StartFigures>> starts, Dictionary<Candidate, MemoryFigures> memory)
    {
        Print($"{"",-10} {"ready ms",9} {"CPU s",6} {"MB ready",9} {"MB idle",8} {"MB flooded",11} {"taps/s",7}   (start: medians)");
        foreach (var candidate in candidates)
        {
            var (start, kept) = (StartFigures.Median(starts[candidate]), memory[candidate]);
            Print($"{candidate.Name,-10} {start.ReadyMs,9:0} {start.CpuSeconds,6:0.00} {kept.Ready / 1e6,9:0} {kept.Idle / 1e6,8:0} "
                + $"{kept.Flooded / 1e6,11:0} {kept.TapsPerSecond,7:0}");
        }
        var (gateway, isMet) = (candidates[0], true);
        if (candidates.Find(candidate => !candidate.IsGateway) is { } peer)
        {
            isMet &= Ratio("resident memory idle ÷ Node-RED", memory[gateway].Idle, memory[peer].Idle, MostOfPeer);
            isMet &= Ratio("resident memory after the flood ÷ Node-RED", memory[gateway].Flooded, memory[peer].Flooded, MostOfPeer);
        }
        if (candidates.Find(candidate => candidate.Name == "before") is { } other)
        {
            var (now, then) = (StartFigures.Median(starts[gateway]), StartFigures.Median(starts[other]));
            isMet &= Ratio("start to ready ÷ before", now.ReadyMs, then.ReadyMs, MostOfBefore);
            isMet &= Ratio("processor time to ready ÷ before", now.CpuSeconds, then.CpuSeconds, MostOfBefore);
        }
        return isMet;
    }

    private static bool Ratio(string what, double now, double other, double most)
    {
        var isMet = now <= most * other;
        Print($"{what}: {now / other:0.00} (limit {most:0.0}): {(isMet ? "PASS" : "FAIL")}");
        return isMet;
    }

    private static void Print(string line) => Console.WriteLine(line);
}
