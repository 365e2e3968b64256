using Dapper;
using Estate.Adapters.Threads;
using Estate.Bench.Gate;
using Estate.Bench.Harness;
using Estate.Domain.People;
using Estate.FirmwareSim;
using Microsoft.Data.Sqlite;

namespace Estate.Bench.Torture;

/// <summary>
/// One station floods; residents at others, staff at the list of what burns, and whoever wants out of the gate must hardly notice, nor
/// the memory card. Before it another station says ten things a second that nobody can take.
/// </summary>
internal static class Flood
{
    private const int Households = 2_000, GatePresses = 300;
    private const double Seconds = 20, SlowPerSecond = 10;
    private const string Slow = "station-4", Mad = "station-5";
    private static readonly string[] Sane = ["station-1", "station-2", "station-3"], Logs = ["gateway.log", "mosquitto.log"];

    internal static async Task<ScenarioVerdict> PlayAsync(ScenarioRun run)
    {
        using var estate = new BenchEstate(run.Folder, Sane.Length + 2, run.Time);
        estate.RegisterCards(ReferenceCards.For(Households));
        // Before anything is measured: it is written.
        estate.TokenOf("desk", Role.Staff);
        await estate.StartAsync();
        // All have spoken, so that none falls silent while bytes are counted.
        using var first = new PacedTaps(estate, Sane, Households, boot: 1, run.Time);
        await WarmUpAsync(first, run);
        using (var others = new PacedTaps(estate, [Slow, Mad], Households, boot: 1, run.Time))
            await WarmUpAsync(others, run);
        first.Dispose();
        using var taps = new PacedTaps(estate, Sane, Households, boot: 2, run.Time);
        await taps.UntilReadyAsync(run);
        await taps.RunAsync(Seconds, run.Stop);
        var before = PacedTaps.P99(taps.TakeWaits());
        await taps.DrainAsync(run);
        var idle = await WrittenAsync(estate, 3 * Seconds, run);
        ScenarioRun.Say($"without a flood: taps p99 {before:0.0} ms; idle {idle.PerSecond * 3.6e-3:0.00} MB an hour");

        var verdict = new ScenarioVerdict("flood");
        using (Flooder.Start(estate, Slow, SlowPerSecond, isMalformed: true))
            FloodVerdict.AddTo(
                verdict, "slow", idle, await WrittenAsync(estate, Seconds, run), await WrittenAsync(estate, 3 * Seconds, run));
        using (Flooder.Start(estate, Mad, FloodVerdict.PerSecond))
        {
            FloodVerdict.AddTo(
                verdict, "flood", idle, await WrittenAsync(estate, Seconds, run), await WrittenAsync(estate, 3 * Seconds, run));
            FloodVerdict.AddTo(verdict, await OthersAsync(estate, taps, before, run));
        }
        await BackAsync(verdict, estate, run);
        var isDrained = await taps.DrainAsync(run);
        verdict.Ledger(PacedTaps.VerdictOf(estate.Folder.Database, first, taps), isDrained)
            .Require(!estate.Gateway.HasExited, "the gateway ended by itself");
        DatabaseCheck.AddTo(verdict, estate.Folder.Database);
        return verdict;
    }

    private static async Task WarmUpAsync(PacedTaps some, ScenarioRun run)
    {
        await some.UntilReadyAsync(run);
        await some.RunAsync(3, run.Stop);
        await some.DrainAsync(run);
    }

    private static async Task<Written> WrittenAsync(BenchEstate estate, double seconds, ScenarioRun run)
    {
        var (before, started) = (Bytes(), run.Time.GetTimestamp());
        await run.WaitAsync(seconds);
        return new(Bytes() - before, run.Time.GetElapsedTime(started).TotalSeconds);

        double Bytes() => estate.WrittenBytes + Logs.Sum(log => new FileInfo(Path.Combine(estate.Logs, log)).Length);
    }

    private static async Task<FloodWaits> OthersAsync(BenchEstate estate, PacedTaps taps, double before, ScenarioRun run)
    {
        using var wires = new GateWires(estate.Folder.PinSocket, run.Time);
        wires.Until(isLocked: true);
        using var staff = estate.StaffClient();
        using var over = CancellationTokenSource.CreateLinkedTokenSource(run.Stop);
        var looking = TimeListAsync(staff, run.Time, over.Token);
        await taps.RunAsync(Seconds, run.Stop);
        var waits = PacedTaps.P99(taps.TakeWaits());
        var tapping = taps.RunAsync(double.MaxValue, over.Token);
        var exits = await GateBench.RepeatAsync(wires, GateWires.Set("exit", true), GateWires.Set("exit", false), GatePresses);
        var fires = await NiceThread.RunAsync(GateWires.Nice, () => Enumerable.Range(0, GatePresses)
            .Select(_ => GateBench.RaiseFire(wires, staff)).ToList());
        await over.CancelAsync();
        await Task.WhenAny(tapping);
        return new(before, waits, PacedTaps.P99(await looking), PacedTaps.P99(exits), PacedTaps.P99(fires));
    }

    /// <summary>The list of what burns now, and all devices as the machine has them, again and again.</summary>
    private static async Task<List<double>> TimeListAsync(HttpClient http, TimeProvider time, CancellationToken stop)
    {
        var times = new List<double>();
        try
        {
            while (true)
                foreach (var page in new[] { "/api/alerts", "/api/devices" })
                {
                    var started = time.GetTimestamp();
                    await http.GetStringAsync(new Uri(page, UriKind.Relative), stop);
                    times.Add(time.GetElapsedTime(started).TotalMilliseconds);
                    await Task.Delay(TimeSpan.FromMilliseconds(25), time, stop);
                }
        }
        catch (OperationCanceledException)
        {
            return times;
        }
    }

    /// <summary>Once it is in its senses again, what the station has to say is taken; and there was one alert about it.</summary>
    private static async Task BackAsync(ScenarioVerdict verdict, BenchEstate estate, ScenarioRun run)
    {
        var started = run.Time.GetTimestamp();
        using var sane = new PacedTaps(estate, [Mad], Households, boot: 20, run.Time);
        await sane.UntilReadyAsync(run);
        await sane.RunAsync(1, run.Stop);
        double? served = await sane.DrainAsync(run) ? run.Time.GetElapsedTime(started).TotalSeconds : null;
        using var connection = new SqliteConnection($"Data Source={estate.Folder.Database};Mode=ReadOnly;Pooling=False");
        var alerts = connection.ExecuteScalar<long>(
            "SELECT count(*) FROM alert WHERE type = 'misbehaves' AND device = @device", new { device = "bins/" + Mad });
        FloodVerdict.AddTo(verdict, Flooder.RateOf(estate, Mad), served, alerts);
    }
}
