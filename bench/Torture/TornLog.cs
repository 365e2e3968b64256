using Dapper;
using Estate.Bench.Harness;
using Microsoft.Data.Sqlite;

namespace Estate.Bench.Torture;

/// <summary>
/// The log after a kill, torn. Behind the last commit: nothing acknowledged is lost. Among commits the disk had promised to hold:
/// everything before the tear is there and the sums hold; what came after is gone whole, and the gap in the devices' numbers tells.
/// </summary>
internal static class TornLog
{
    private const int Tears = 25;

    internal static async Task<ScenarioVerdict> PlayAsync(ScenarioRun run)
    {
        using var estate = new BenchEstate(run.Folder, TorturedEstate.StationCount, run.Time);
        await using var tortured = await TorturedEstate.StartAsync(estate, 20_000, run.Time, run.Stop);
        await run.WaitAsync(4);
        estate.Gateway.Kill();
        // What was acknowledged up to here has to be there; devices go on waiting.
        await run.WaitAsync(0.5);
        tortured.Stations.ForEach(station => station.IsClosed = true);
        var database = estate.Folder.Database;
        var (file, log) = (
            await File.ReadAllBytesAsync(database, run.Stop), new LogFile(await File.ReadAllBytesAsync(database + "-wal", run.Stop)));
        ScenarioRun.Say($"killed with {log.EndOfCommits / 1e6:0.0} MB of commits in the log, {tortured.Acknowledged} acknowledged");
        var random = new Random(run.Seed);
        var verdict = new ScenarioVerdict("torn-wal").Figure("acknowledged", tortured.Acknowledged)
            .Require(tortured.Acknowledged > 0, "nothing was acknowledged");

        var behind = Enumerable.Range(0, Tears).Select(_ => Recover(tortured, run, file, log.TornBehind(random))).ToList();
        var within = Enumerable.Range(0, Tears).Select(_ => Recover(tortured, run, file, log.TornWithin(random))).ToList();
        verdict.Figure("torn_behind", behind.Count).Figure("lost", behind.Sum(one => one.Lost)).Figure("torn_within", within.Count)
            .Figure("lost_to_lies_max", within.Max(one => one.Lost))
            .Require(behind.All(one => one.Lost == 0), "a tear behind the last commit lost something")
            .Require(behind.Concat(within).All(one => one.IsWhole), "after a tear the database is not whole in itself")
            .Require(within.Any(one => one.Lost > 0), "no tear among commits lost anything, so nothing was tried");
        await GoOnAsync(verdict, estate, tortured, run, (file, Losing(tortured, run, (file, log), random)));
        return verdict;
    }

    /// <summary>A tear that takes something acknowledged with it.</summary>
    private static byte[] Losing(TorturedEstate tortured, ScenarioRun run, (byte[] File, LogFile Log) left, Random random)
    {
        var torn = left.Log.TornWithin(random);
        for (var i = 0; i < Tears && Recover(tortured, run, left.File, torn).Lost == 0; i++)
            torn = left.Log.TornWithin(random);
        return torn;
    }

    private static (int Lost, bool IsWhole) Recover(TorturedEstate tortured, ScenarioRun run, byte[] file, byte[] log)
    {
        var copy = Path.Combine(run.Folder, "torn.db");
        Put(copy, file, log);
        // Recovery writes; as the gateway would.
        using (var connection = new SqliteConnection($"Data Source={copy};Pooling=False"))
            connection.ExecuteScalar<long>("SELECT count(*) FROM fact");
        return (tortured.Verdict(copy).Lost, DatabaseCheck.Of(copy).IsWhole);
    }

    /// <summary>The gateway starts with a log torn among its commits, and devices go on.</summary>
    private static async Task GoOnAsync(
        ScenarioVerdict verdict, BenchEstate estate, TorturedEstate tortured, ScenarioRun run, (byte[] File, byte[] Log) torn)
    {
        Put(estate.Folder.Database, torn.File, torn.Log);
        var lost = LostEvents(tortured, estate.Folder.Database);
        estate.StartGateway();
        await estate.WaitUntilReadyAsync();
        tortured.Stations.ForEach(station => station.IsClosed = false);
        await run.WaitAsync(3);
        var isDrained = await tortured.DrainAsync();
        var noticed = Noticed(estate.Folder.Database);
        ScenarioRun.Say($"went on with {lost} acknowledged events lost to the tear; {noticed} numbers are journaled as missing");
        verdict.Figure("gone_on_with", lost).Figure("noticed", noticed).Require(isDrained, "some events were never acknowledged")
            .Require(noticed >= lost, "events were lost that no gap in the numbers tells of");
        DatabaseCheck.AddTo(verdict, estate.Folder.Database);
    }

    private static int LostEvents(TorturedEstate tortured, string database)
    {
        using var connection = new SqliteConnection($"Data Source={database};Pooling=False");
        var there = connection.Query<(string Device, string Id)>("SELECT device, id FROM event").ToHashSet();
        return tortured.Stations.Sum(station => station.Acknowledged.Keys.Count(id => !there.Contains(($"bins/{station.Name}", id))));
    }

    private static long Noticed(string database)
    {
        using var connection = new SqliteConnection($"Data Source={database};Mode=ReadOnly;Pooling=False");
        return connection.ExecuteScalar<long>("SELECT coalesce(sum(json_extract(body, '$.to') - json_extract(body, '$.from') + 1), 0) "
            + "FROM fact WHERE type = 'events_missing'");
    }

    private static void Put(string database, byte[] file, byte[] log)
    {
        File.Delete(database + "-shm");
        File.WriteAllBytes(database, file);
        File.WriteAllBytes(database + "-wal", log);
    }
}
