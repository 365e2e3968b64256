using Dapper;
using Estate.Bench.Harness;
using Estate.FirmwareSim;
using Microsoft.Data.Sqlite;
using NodaTime;

namespace Estate.Bench.Torture;

/// <summary>
/// The gateway's wall clock jumps: across noon, where one window ends and the next begins, across the gate's 23:00, a day ahead, an
/// hour back, a day back, with a restart in between. Windows, the two sessions a day and the gate follow the clock of each moment.
/// </summary>
internal static class ClockTroubles
{
    private const int Households = 300;
    private const string Lock = "gate/s-gate:lock";
    private static readonly DateTimeZone Zone = DateTimeZoneProviders.Tzdb["Asia/Shanghai"];

    /// <summary>Days from today, local time, whether the gate is to be locked then (23:00 to 05:00).</summary>
    private static readonly (int Day, LocalTime Time, bool IsLocked)[] Jumps =
    [
        (0, new(11, 50), false), (0, new(12, 10), false), (0, new(22, 59, 57), false), (0, new(23, 0, 1), true),
        (1, new(10, 0), false), (1, new(9, 0), false), (1, new(4, 59, 50), true), (1, new(5, 0, 1), false),
        (0, new(22, 30), false), (0, new(23, 30), true), (2, new(12, 30), false), (0, new(12, 30), false),
    ];

    internal static async Task<ScenarioVerdict> PlayAsync(ScenarioRun run)
    {
        var disk = Path.Combine(run.Folder, "estate");
        using var shim = await FaultShim.BuildAsync(run.Folder, disk);
        using var estate = new BenchEstate(disk, TorturedEstate.StationCount, run.Time) { Environment = shim.Environment };
        await File.WriteAllTextAsync(estate.EstateFile, (await File.ReadAllTextAsync(estate.EstateFile)).Replace(
            "open_means: card_required", "closed: \"23:00-05:00\", open_means: free", StringComparison.Ordinal));
        var today = LocalNow(run.Time).Date;
        Set(shim, run.Time, today.At(new LocalTime(10, 0)));
        await using var tortured = await TorturedEstate.StartAsync(estate, Households, run.Time, run.Stop);
        var followed = 0;
        for (var i = 0; i < Jumps.Length; i++)
        {
            Set(shim, run.Time, today.PlusDays(Jumps[i].Day).At(Jumps[i].Time));
            if (i % 5 == 4)
                await RestartAsync(estate);
            var took = await LockedAsync(estate, Jumps[i].IsLocked, run);
            followed += took is null ? 0 : 1;
            ScenarioRun.Say($"day {Jumps[i].Day} {Jumps[i].Time}: the gate is "
                + $"{(took is null ? "not " : "")}{(Jumps[i].IsLocked ? "locked" : "free")} after {took:0.0} s, {tortured.Acknowledged} "
                + "acknowledged");
            await run.WaitAsync(1.5);
        }
        var isDrained = await tortured.DrainAsync();
        var verdict = new ScenarioVerdict("clock").Ledger(tortured.Verdict(), isDrained).Figure("jumps", Jumps.Length)
            .Figure("gate_followed", $"{followed}/{Jumps.Length}")
            .Require(followed == Jumps.Length, "the gate did not follow its hours");
        Limits(verdict, estate.Folder.Database);
        DatabaseCheck.AddTo(verdict, estate.Folder.Database);
        return verdict;
    }

    internal static ScenarioVerdict Limits(ScenarioVerdict verdict, string database)
    {
        using var connection = new SqliteConnection($"Data Source={database};Mode=ReadOnly;Pooling=False");
        // Half days of China, where windows are half days.
        long Most(int seconds) => connection.ExecuteScalar<long>(
            "SELECT coalesce(max(c), 0) FROM (SELECT count(*) AS c FROM transfer WHERE code = 1 GROUP BY credit, (at / 1000 + 28800) / "
                + "@seconds)", new { seconds });
        var sessions = connection.Query<(string Type, string Session)>(
            "SELECT type, device || ' ' || json_extract(body, '$.session') FROM fact WHERE type IN ('card_tapped', 'deposited') ORDER BY n")
                .ToList();
        var tapped = new HashSet<string>();
        var overtaken = sessions.Count(one => one.Type == "card_tapped" ? !tapped.Add(one.Session) : !tapped.Contains(one.Session));
        var (day, window) = (Most(86_400), Most(43_200));
        return verdict.Figure("most_a_day", day).Figure("most_a_window", window).Figure("out_of_order", overtaken)
            .Require(day <= 2, "a household got more than two sessions a day").Require(window <= 1, "a household got a window twice")
            .Require(overtaken == 0, "a deposit is journaled before its tap");
    }

    private static async Task RestartAsync(BenchEstate estate)
    {
        estate.StartGateway();
        await estate.WaitUntilReadyAsync();
    }

    /// <returns>Seconds until the wire is as it should; null where it does not get there.</returns>
    private static async Task<double?> LockedAsync(BenchEstate estate, bool isLocked, ScenarioRun run)
    {
        using var wires = new PinWires();
        wires.Connect(estate.Folder.PinSocket);
        var started = run.Time.GetTimestamp();
        while (run.Time.GetElapsedTime(started) < TimeSpan.FromSeconds(5))
        {
            if (wires.Output(Lock) == isLocked && run.Time.GetElapsedTime(started) > TimeSpan.FromSeconds(0.2))
                return run.Time.GetElapsedTime(started).TotalSeconds;
            await run.WaitAsync(0.05);
        }
        return null;
    }

    private static void Set(FaultShim shim, TimeProvider time, LocalDateTime local) =>
        shim.Shift((local.InZoneLeniently(Zone).ToInstant() - Instant.FromDateTimeOffset(time.GetUtcNow())).ToTimeSpan());

    private static LocalDateTime LocalNow(TimeProvider time) => Instant.FromDateTimeOffset(time.GetUtcNow()).InZone(Zone).LocalDateTime;
}
