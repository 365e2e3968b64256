using Estate.Adapters.Influx;
using Estate.Adapters.Storage;
using Estate.Bench.Harness;
using Estate.Gateway;

namespace Estate.Bench.Torture;

/// <summary>
/// A time-series server that is away, slow, refuses and breaks off, then is well: every fact of the journal is there in the end.
/// </summary>
internal static class SeriesTroubles
{
    private const double TroubleSeconds = 40;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    internal static async Task<ScenarioVerdict> PlayAsync(ScenarioRun run)
    {
        var folder = Path.GetFullPath(Path.Combine(run.Folder, "influx"));
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
        Directory.CreateDirectory(folder);
        using var influx = BenchSeriesServer.Start(folder);
        await influx.CreateAsync("estate");
        using var moody = new FaultProxy(influx.Url, run.Seed, run.Time);
        using var estate = new BenchEstate(
            Path.Combine(run.Folder, "estate"), TorturedEstate.StationCount, run.Time, more: FormattableString.Invariant(
            $"influx: {{ url: \"http://127.0.0.1:{moody.Port}/\", dialect: v1, database: estate }}"));
        await using var tortured = await TorturedEstate.StartAsync(estate, 3_000, run.Time, run.Stop);
        await using var ear = new HealthRecorder(estate.Url, "time_series", run.Time);
        await run.WaitAsync(3);
        moody.IsWell = false;
        for (var i = 0; i < 4; i++)
        {
            // Some come in each quarter of the trouble.
            tortured.Stations.ForEach(station => station.IsClosed = false);
            await run.WaitAsync(1.5);
            tortured.Stations.ForEach(station => station.IsClosed = true);
            await run.WaitAsync((TroubleSeconds / 4) - 1.5);
        }
        moody.IsWell = true;
        var isDrained = await tortured.DrainAsync();
        ScenarioRun.Say(
            $"requests met {string.Join(", ", moody.Met.OrderBy(one => one.Key).Select(one => $"{one.Key} {one.Value} times"))}");
        var recovered = await WaitUntilCaughtUpAsync(estate, run);
        ScenarioRun.Say(
            $"/healthz said: {string.Join(" | ", ear.Words.Where(word => !word.StartsWith("ok", StringComparison.Ordinal)).Take(5))}");
        var (facts, missing) = await CountAsync(estate, influx.Target("estate"), run);
        var verdict = new ScenarioVerdict("series").Ledger(tortured.Verdict(), isDrained).Figure("facts", facts).Figure("missing", missing)
            .Figure("recovered_s", $"{recovered:0.0}")
            .Require(facts > 0, "the journal is empty").Require(missing == 0, "facts are not at the time-series server")
            .Require(recovered is not null, "it did not recover by itself")
            .Require(FaultProxy.AllMoods.All(moody.Met.ContainsKey), "not every mood was met")
            .Require(ear.Words.Any(word => !word.StartsWith("ok", StringComparison.Ordinal)), "/healthz said nothing");
        DatabaseCheck.AddTo(verdict, estate.Folder.Database);
        return verdict;
    }

    /// <returns>Seconds until nothing waits for the server any more; null where that takes too long.</returns>
    private static async Task<double?> WaitUntilCaughtUpAsync(BenchEstate estate, ScenarioRun run)
    {
        using var http = new HttpClient();
        var started = run.Time.GetTimestamp();
        while (run.Time.GetElapsedTime(started) < Patience)
        {
            var words = await (await http.GetAsync(new Uri(estate.Url + "/healthz"), run.Stop)).Content.ReadAsStringAsync(run.Stop);
            if (words.Contains("\"time_series\":\"ok\"", StringComparison.Ordinal))
                return run.Time.GetElapsedTime(started).TotalSeconds;
            await run.WaitAsync(0.2);
        }
        return null;
    }

    /// <summary>As <c>series verify</c> does, up to the last fact of now.</summary>
    private static async Task<(int Facts, int Missing)> CountAsync(BenchEstate estate, InfluxTarget target, ScenarioRun run)
    {
        var database = new EstateDatabase(estate.Folder.Database);
        var kinds = DeviceKinds.WithoutCards(estate.Model.Programme.Zone);
        using var journal = new FactLines(database, new EstateReader(database, kinds), estate.Model.Site, target.Dialect);
        using var handler = new SocketsHttpHandler { UseProxy = false };
        using var server = new InfluxReader(target, handler, estate.Model.Site);
        var counts = await SeriesComparison.UntilThereAsync(
            new SeriesAudit(journal, server, ServerLimits.None, run.Time), journal.Head, run);
        return (counts.Sum(count => count.Facts), counts.Sum(count => count.Missing.Count));
    }
}
