using System.Globalization;
using Estate.Bench.Harness;

namespace Estate.Bench.Torture;

/// <summary>A hundred times the switch loses its power: all devices drop at once and come back at once.</summary>
internal static class Storms
{
    private const int Count = 100, WarmUp = 20, Compared = 10;
    private const double MemoryLimitMb = 10;
    private const int HandleLimit = 5;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    internal static async Task<ScenarioVerdict> PlayAsync(ScenarioRun run)
    {
        using var estate = new BenchEstate(run.Folder, TorturedEstate.StationCount, run.Time, devices: ReferenceEstate.Inventory);
        estate.DevicePort = BenchEstate.FreePort();
        var button = BenchEstate.FreePort();
        using var relay = new ChildProcess(Path.Combine(estate.Logs, "relay.log"), "dotnet", typeof(Storms).Assembly.Location, "relay",
            "--port", Number(estate.DevicePort), "--broker", Number(estate.Port), "--button", Number(button));
        await using var tortured = await TorturedEstate.StartAsync(estate, 20_000, run.Time, run.Stop);
        using var devices = new QuietDevices(estate, run.Time);
        using var http = new HttpClient { BaseAddress = new(estate.Url) };
        devices.Start();
        await BackAsync(tortured, devices, run);
        var random = new Random(run.Seed);
        var (storms, slowest) = (new List<(long Memory, int Handles)>(), 0.0);
        for (var i = 1; i <= Count; i++)
        {
            devices.Move(random);
            var cut = await MqttRelay.CutAsync(button);
            var back = await BackAsync(tortured, devices, run);
            slowest = Math.Max(slowest, back);
            // What is held, and not what is not collected yet.
            var isCompared = i is > WarmUp and <= WarmUp + Compared or > Count - Compared;
            storms.Add((isCompared ? (long)await Soak.LiveHeapAsync(estate, http, run) : 0, estate.Gateway.Handles));
            if (i % 10 == 0)
            {
                var memory = $"{estate.Gateway.ResidentBytes / 1_000_000} MB resident, {storms[^1].Memory / 1_000_000} of heap in use";
                ScenarioRun.Say($"storm {i}: {cut} cut, all back after {back:0.0} s, {tortured.Acknowledged} acknowledged, {memory}");
            }
            await run.WaitAsync(0.2 + (random.NextDouble() * 0.5));
        }
        var isDrained = await tortured.DrainAsync();
        for (var i = 0; i < 300 && devices.Waiting > 0; i++, await run.WaitAsync(0.1))
            devices.Step(0.1);
        return VerdictOf(storms, slowest).Ledger(tortured.Verdict(), isDrained && devices.Waiting == 0);
    }

    /// <summary>The last ten storms against ten after the warm-up, in bytes of heap in use.</summary>
    internal static ScenarioVerdict VerdictOf(IReadOnlyList<(long Memory, int Handles)> storms, double slowest)
    {
        var (early, late) = (storms.Skip(WarmUp).Take(Compared).ToList(), storms.TakeLast(Compared).ToList());
        var memory = (late.Average(one => one.Memory) - early.Average(one => one.Memory)) / 1e6;
        var handles = late.Max(one => one.Handles) - early.Max(one => one.Handles);
        return new ScenarioVerdict("reconnects").Figure("storms", storms.Count).Figure("all_back_max_s", $"{slowest:0.0}")
            .Figure("memory_mb", $"{memory:+0.0;-0.0}").Figure("handles", $"{handles:+0;-0;+0}")
            .Require(memory <= MemoryLimitMb, $"memory grew by more than {MemoryLimitMb} MB")
            .Require(handles <= HandleLimit, $"more than {HandleLimit} handles stayed open");
    }

    private static string Number(int port) => port.ToString(CultureInfo.InvariantCulture);

    private static async Task<double> BackAsync(TorturedEstate tortured, QuietDevices devices, ScenarioRun run)
    {
        var started = run.Time.GetTimestamp();
        // They notice within a moment; until then they still look connected.
        await run.WaitAsync(0.05);
        while (devices.Online < devices.Count || tortured.Stations.Any(station => !station.IsOnline))
        {
            if (run.Time.GetElapsedTime(started) > Patience)
                throw new IOException($"{devices.Count - devices.Online} devices and "
                    + $"{tortured.Stations.Count(station => !station.IsOnline)} stations did not come back");
            devices.Step(0.02);
            await run.WaitAsync(0.02);
        }
        return run.Time.GetElapsedTime(started).TotalSeconds;
    }
}
