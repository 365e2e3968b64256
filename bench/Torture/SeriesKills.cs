using System.Globalization;
using System.Text.Json;
using Estate.Adapters.Influx;
using Estate.Adapters.Storage;
using Estate.Bench.Harness;
using Estate.Gateway;

namespace Estate.Bench.Torture;

/// <summary>
/// The gateway is killed again and again between sending and remembering it, and every second answer of the time-series server is lost:
/// in the end each fact is there once, and sums are the journal's. Once for each dialect of which there is a server here.
/// </summary>
internal static class SeriesKills
{
    private const int UsualKills = 100, EventsBetween = 40;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    internal static async Task<ScenarioVerdict> PlayAsync(ScenarioRun run)
    {
        var verdict = new ScenarioVerdict("series-kills");
        foreach (var dialect in BenchSeriesServer.Dialects)
            await PlayAsync(run with { Folder = Path.GetFullPath(Path.Combine(run.Folder, $"{dialect}")) }, dialect, verdict);
        return verdict;
    }

    private static async Task PlayAsync(ScenarioRun run, InfluxDialect dialect, ScenarioVerdict verdict)
    {
        if (Directory.Exists(run.Folder))
            Directory.Delete(run.Folder, recursive: true);
        using var server = BenchSeriesServer.Start(Path.Combine(run.Folder, "server"), dialect);
        await server.CreateAsync("estate");
        using var proxy = new FaultProxy(server.Url, run.Seed, run.Time, "well", "half");
        var name = dialect == InfluxDialect.V1 ? "v1" : "victoria_metrics";
        using var estate = new BenchEstate(
            Path.Combine(run.Folder, "estate"), TorturedEstate.StationCount, run.Time, more: FormattableString.Invariant(
            $"influx: {{ url: \"http://127.0.0.1:{proxy.Port}/\", dialect: {name}, database: estate }}"));
        await using var tortured = await TorturedEstate.StartAsync(estate, 20_000, run.Time, run.Stop);
        proxy.IsWell = false;
        var kills = await KillAsync(tortured, new Random(run.Seed), run);
        proxy.IsWell = true;
        verdict.Ledger(tortured.Verdict(), await tortured.DrainAsync()).Figure($"{name}_kills", kills)
            .Figure($"{name}_lost_answers", proxy.Met.GetValueOrDefault("half"))
            .Require(kills == (run.Kills ?? UsualKills), "it did not come back after a kill");
        await CompareAsync(estate, server.Target("estate"), (verdict, name), run);
    }

    /// <returns>How often it was killed with something new to send.</returns>
    private static async Task<int> KillAsync(TorturedEstate tortured, Random random, ScenarioRun run)
    {
        for (var kill = 0; kill < (run.Kills ?? UsualKills); kill++)
        {
            var before = tortured.Acknowledged;
            tortured.Stations.ForEach(station => station.IsClosed = false);
            var started = run.Time.GetTimestamp();
            while (tortured.Acknowledged < before + EventsBetween)
            {
                if (run.Time.GetElapsedTime(started) > Patience)
                    return kill;
                await run.WaitAsync(0.01);
            }
            tortured.Stations.ForEach(station => station.IsClosed = true);
            // News go each second: some are killed before, in the middle of, and after a write.
            await run.WaitAsync(random.NextDouble() * 2);
            tortured.Estate.StartGateway();
        }
        return run.Kills ?? UsualKills;
    }

    private static async Task CompareAsync(
        BenchEstate estate, InfluxTarget target, (ScenarioVerdict Verdict, string Name) to, ScenarioRun run)
    {
        var database = new EstateDatabase(estate.Folder.Database);
        var kinds = DeviceKinds.WithoutCards(estate.Model.Programme.Zone);
        using var journal = new FactLines(database, new EstateReader(database, kinds), estate.Model.Site, target.Dialect);
        using var server = SeriesServers.OpenStore(target, estate.Model.Site, run.Time);
        var counts = await SeriesComparison.UntilThereAsync(
            new SeriesAudit(journal, server, ServerLimits.None, run.Time), journal.Head, run);
        // Killed at last: nothing is on its way any more, and sums can be compared.
        estate.Stop();
        await run.WaitAsync(2);
        var (there, own) = (await AskedAsync(target), Own(journal));
        to.Verdict.Figure($"{to.Name}_facts", counts.Sum(count => count.Facts))
            .Figure($"{to.Name}_points", own).Figure($"{to.Name}_there", there)
            .Figure($"{to.Name}_missing", counts.Sum(count => count.Missing.Count))
            .Figure($"{to.Name}_doubled", counts.Sum(count => count.Doubled))
            .Require(counts.All(count => count.IsRight), $"{to.Name}: not every fact is there once")
            .Require(own > 0, "no points were awarded")
            .Require(own == there, $"{to.Name}: the sum of points there is not the journal's");
    }

    private static double Own(FactLines journal)
    {
        var sum = 0.0;
        for (var (lines, last) = Next(0); lines.Count > 0; (lines, last) = Next(last))
            sum += lines.Where(line => line.StartsWith("points,", StringComparison.Ordinal))
                .Sum(line => double.Parse(line.Split("awarded=")[1].Split('i')[0], CultureInfo.InvariantCulture));
        return sum;

        (IReadOnlyList<string> Lines, long Last) Next(long after) => journal.Read(after, long.MaxValue, 5_000);
    }

    /// <summary>As a dashboard asks.</summary>
    private static async Task<double> AskedAsync(InfluxTarget target)
    {
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        var path = target.Dialect == InfluxDialect.V1 ? "query?db=estate&q=" + Uri.EscapeDataString("SELECT sum(awarded) FROM points")
            : "api/v1/query?nocache=1&query=" + Uri.EscapeDataString("sum(sum_over_time(points_awarded[2d]))");
        using var answer = JsonDocument.Parse(await http.GetStringAsync(new Uri(target.Url, path)));
        return target.Dialect == InfluxDialect.V1
            ? answer.RootElement.GetProperty("results")[0].GetProperty("series")[0].GetProperty("values")[0][1].GetDouble()
            : double.Parse(
                answer.RootElement.GetProperty("data").GetProperty("result")[0].GetProperty("value")[1].GetString()!,
                CultureInfo.InvariantCulture);
    }
}
