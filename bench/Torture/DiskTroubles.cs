using Estate.Bench.Harness;

namespace Estate.Bench.Torture;

/// <summary>The disk is full, read-only, slow, while taps go on and somebody wants out of the gate.</summary>
internal static class DiskTroubles
{
    private const int Households = 20_000;
    private const double Before = 2, After = 2;

    /// <summary>By refusals on demand, and on a real file system of 64 MB where we may mount one.</summary>
    internal static async Task<ScenarioVerdict> FullAsync(ScenarioRun run)
    {
        var played = await RefusingAsync(run, seconds: 8);
        if (!Environment.IsPrivilegedProcess)
        {
            ScenarioRun.Say($"a real full file system is left out: mounting one needs root");
            return played;
        }
        using var small = SmallDisk.TryMount(Path.Combine(run.Folder, "small"));
        if (small is null)
        {
            ScenarioRun.Say($"a real full file system is left out: it cannot be mounted here");
            return played;
        }
        var estate = Path.Combine(small.Folder, "estate");
        using var trial = new BenchEstate(estate, TorturedEstate.StationCount, run.Time) { Logs = Path.Combine(run.Folder, "small-logs") };
        var real = await ThroughAsync(new("disk-full/tmpfs"), run, trial, new(8, small.Fill, small.Free));
        ScenarioRun.Say($"{real}");
        return played.Figure("real_disk", real.Passes ? "PASS" : "FAIL").Require(real.Passes, "a real full file system: see above");
    }

    internal static Task<ScenarioVerdict> RefusingAsync(ScenarioRun run, double seconds) =>
        ShimmedAsync("disk-full", run, "full", shim => shim.Refuse(FaultShim.NoSpace, onlyGrowth: true), seconds: seconds);

    internal static Task<ScenarioVerdict> ReadOnlyAsync(ScenarioRun run) =>
        ShimmedAsync("read-only", run, "readonly", shim => shim.Refuse(FaultShim.ReadOnly));

    internal static async Task<ScenarioVerdict> SlowAsync(ScenarioRun run)
    {
        var slow = await ShimmedAsync("slow-disk/0.3s", run, "slow", shim =>
            shim.Slow(TimeSpan.FromMilliseconds(2), TimeSpan.FromSeconds(0.3)), mustSay: false);
        ScenarioRun.Say($"{slow}");
        return (await ShimmedAsync("slow-disk", run, "stalled", shim => shim.Slow(TimeSpan.Zero, TimeSpan.FromSeconds(7)), seconds: 16))
            .Figure("at_0.3s", slow.Passes ? "PASS" : "FAIL").Require(slow.Passes, "a sync of 0.3 s: see above");
    }

    private static async Task<ScenarioVerdict> ShimmedAsync(
        string name, ScenarioRun run, string folder, Action<FaultShim> begin, bool mustSay = true, double seconds = 8)
    {
        var disk = Path.Combine(run.Folder, folder);
        using var shim = await FaultShim.BuildAsync(run.Folder, disk);
        using var estate = new BenchEstate(
            disk, TorturedEstate.StationCount, run.Time)
        {
            Environment = shim.Environment,
            Logs = Path.Combine(run.Folder, folder + "-logs")
        };
        var verdict = await ThroughAsync(new(name), run, estate, new(seconds, () => begin(shim), shim.Work) { MustSay = mustSay });
        if (shim.Refused > 0)
            verdict.Figure("refused_writes", shim.Refused);
        return verdict;
    }

    private static async Task<ScenarioVerdict> ThroughAsync(ScenarioVerdict verdict, ScenarioRun run, BenchEstate estate, Trouble trouble)
    {
        await using var tortured = await TorturedEstate.StartAsync(estate, Households, run.Time, run.Stop);
        using var hand = ExitButtonProbe.At(estate.Folder.PinSocket, run);
        await using var ear = new HealthRecorder(estate.Url, "storage", run.Time);
        await run.WaitAsync(Before);
        ScenarioRun.Say($"{verdict.Name}: {tortured.Acknowledged} acknowledged, the trouble begins");
        trouble.Begin();
        var before = tortured.Acknowledged;
        await hand.PressForAsync(trouble.Seconds, run);
        var meanwhile = tortured.Acknowledged - before;
        trouble.End();
        var recovered = await tortured.RecoverAsync();
        ScenarioRun.Say($"{verdict.Name}: {meanwhile} acknowledged meanwhile, recovered after {recovered:0.0} s, /healthz said: "
            + $"{string.Join(" | ", ear.Words)}");
        await run.WaitAsync(After);
        var isDrained = await tortured.DrainAsync();
        await estate.WaitUntilReadyAsync();
        verdict.Ledger(tortured.Verdict(), isDrained).Figure("meanwhile", meanwhile).Figure("recovered_s", $"{recovered:0.0}")
            .Require(recovered is not null, "it did not recover by itself")
            .Require(!trouble.MustSay || ear.Words.Count > 0, "/healthz said nothing");
        hand.AddTo(verdict);
        DatabaseCheck.AddTo(verdict, estate.Folder.Database);
        return verdict;
    }

    private sealed record Trouble(double Seconds, Action Begin, Action End)
    {
        /// <summary>So bad that /healthz has to tell.</summary>
        internal bool MustSay { get; init; } = true;
    }
}
