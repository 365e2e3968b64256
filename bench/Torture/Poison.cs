using Dapper;
using Estate.Bench.Harness;
using Microsoft.Data.Sqlite;

namespace Estate.Bench.Torture;

/// <summary>
/// Every fiftieth event of each station cannot be written, whatever the disk does (a trigger in the database says no). That event is
/// refused, its device told, its payload kept; all others of its batch are written, at full speed and through kills.
/// </summary>
internal static class Poison
{
    private const int Households = 20_000;
    private const int Kills = 5;
    private const double GateSeconds = 15;

    /// <summary>The answer "refused" can be written in its place.</summary>
    private const string Planted =
        """
        CREATE TRIGGER planted BEFORE INSERT ON event WHEN NEW.seq % 50 = 7 AND instr(CAST(NEW.answer AS TEXT), 'internal_error') = 0
        BEGIN SELECT RAISE(ABORT, 'planted'); END
        """;

    internal static Task<ScenarioVerdict> PlayAsync(ScenarioRun run) => PlayAsync(run, Kills, GateSeconds);

    internal static async Task<ScenarioVerdict> PlayAsync(ScenarioRun run, int kills, double seconds)
    {
        using var estate = new BenchEstate(run.Folder, TorturedEstate.StationCount, run.Time);
        // The tables are there before the first start, and so is the fault: every event meets it.
        estate.RegisterCards([]);
        using (var connection = new SqliteConnection($"Data Source={estate.Folder.Database};Pooling=False"))
            connection.Execute(Planted);
        await using var gate = new GateProbe(estate, run);
        await using var tortured = await TorturedEstate.StartAsync(estate, Households, run.Time, run.Stop);
        var (random, slowest, isBack) = (new Random(run.Seed), 0.0, true);
        for (var i = 1; i <= kills && isBack; i++)
        {
            await run.WaitAsync(1.5 + random.NextDouble());
            estate.StartGateway();
            var recovered = await tortured.RecoverAsync();
            isBack = recovered is not null;
            slowest = Math.Max(slowest, recovered ?? 0);
            ScenarioRun.Say($"kill {i} of {kills}, {tortured.Acknowledged} acknowledged, back after {recovered:0.0} s");
        }
        gate.Begin();
        await run.WaitAsync(seconds);
        await gate.PauseAsync();
        var isDrained = await tortured.DrainAsync();
        var hasEnded = estate.Gateway.HasExited;
        var verdict = new ScenarioVerdict("poison").Ledger(tortured.Verdict(), isDrained).Figure("kills", kills)
            .Figure("recovered_max_s", $"{slowest:0.0}")
            .Require(isBack, "it did not recover by itself").Require(!hasEnded, "the gateway ended by itself");
        AddTo(verdict, estate.Folder.Database, tortured.Stations.Sum(station => station.Acknowledged.Count(one => one.Value == "refused")));
        gate.AddTo(verdict);
        DatabaseCheck.AddTo(verdict, estate.Folder.Database);
        return verdict;
    }

    private static void AddTo(ScenarioVerdict verdict, string database, int refused)
    {
        using var connection = new SqliteConnection($"Data Source={database};Mode=ReadOnly;Pooling=False");
        long Count(string sql) => connection.ExecuteScalar<long>(sql);
        var spoilt = Count("SELECT count(*) FROM event WHERE seq % 50 = 7");
        var innocent = Count(
            "SELECT count(*) FROM event WHERE (seq % 50 = 7) <> (instr(CAST(answer AS TEXT), 'internal_error') > 0)");
        var kept = Count("SELECT count(*) FROM reject WHERE reason = 'internal_error' AND length(payload) > 0");
        var alerts = Count("SELECT count(*) FROM alert WHERE type = 'internal_error'");
        verdict.Figure("spoilt", spoilt).Figure("refused", refused).Figure("payloads_kept", kept)
            .Require(spoilt > 0, "nothing was spoilt, so nothing was tried")
            .Require(innocent == 0, $"{innocent} events were refused that are not spoilt, or taken that are")
            .Require(refused == spoilt, "devices were told of other refusals than there are")
            // The last 5,000 refusals are kept.
            .Require(kept >= Math.Min(spoilt, 5_000), "payloads are missing")
            .Require(alerts > 0, "there was no alert");
    }
}
