using Dapper;
using Estate.Bench.Harness;
using Microsoft.Data.Sqlite;
using NodaTime;

namespace Estate.Bench.Torture;

/// <summary>
/// Values of the stopped database are spoilt, in every column of every table: once by one of another type, once by rubbish of its own. The
/// gateway may refuse to start and name the way back, or start and say in /healthz what is damaged. A value of another type must be told.
/// </summary>
internal static class CorruptRows
{
    internal static Task<ScenarioVerdict> PlayAsync(ScenarioRun run) => PlayAsync(run, null);

    /// <param name="only">Tables to spoil; null: all there are.</param>
    internal static async Task<ScenarioVerdict> PlayAsync(ScenarioRun run, IReadOnlyList<string>? only)
    {
        using var estate = new BenchEstate(run.Folder, TorturedEstate.StationCount, run.Time);
        await using var gate = new GateProbe(estate, run);
        await using var tortured = await TorturedEstate.StartAsync(estate, 3_000, run.Time, run.Stop);
        await run.WaitAsync(3);
        var isDrained = await tortured.DrainAsync();
        estate.Gateway.Kill();
        PlantedRows.Plant(estate, Instant.FromDateTimeOffset(run.Time.GetUtcNow()));
        StartOutcomes.Empty(estate.Folder.Database);
        var (whole, fates, values) = (await File.ReadAllBytesAsync(estate.Folder.Database, run.Stop), new List<StartOutcome>(), 0);
        var verdict = new ScenarioVerdict("corrupt-rows").Ledger(tortured.Verdict(), isDrained);
        foreach (var table in only ?? Tables(estate.Folder.Database))
            foreach (var isOfAnotherType in new[] { true, false })
            {
                StartOutcomes.Put(estate.Folder.Database, whole);
                var spoilt = Spoil(estate.Folder.Database, table, isOfAnotherType);
                values += spoilt.Count;
                // Rubbish of the right type may be somebody's text; what is of another type is nobody's.
                fates.Add(await StartOutcomes.OfAsync(
                    estate, () => !isOfAnotherType || spoilt.Count == 0, run, () => gate.PressOnceAsync(exits: 10)));
                ScenarioRun.Say($"{table} ({(isOfAnotherType ? "another type" : "rubbish")} in {string.Join(", ", spoilt)}): "
                    + $"{fates[^1].What}{(fates[^1].Words is { } words ? ", " + words : "")}");
            }
        gate.AddTo(verdict.Figure("values", values));
        return StartOutcomes.AddTo(verdict, fates);
    }

    private static List<string> Tables(string database)
    {
        using var connection = new SqliteConnection($"Data Source={database};Pooling=False");
        return [.. connection.Query<string>(
            "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name")];
    }

    /// <summary>Each column in a row of its own, as far as there are rows.</summary>
    /// <returns>The columns that took it; a number that is the row's own takes none, and what must be unique not the same twice.</returns>
    private static List<string> Spoil(string database, string table, bool isOfAnotherType)
    {
        using var connection = new SqliteConnection($"Data Source={database};Pooling=False");
        connection.Execute("PRAGMA ignore_check_constraints = ON; PRAGMA foreign_keys = OFF");
        // What is there already is reported anyhow.
        if (table != "damaged_row")
            connection.Execute("DELETE FROM damaged_row");
        var columns = connection.Query<(string Name, string Type, long Key)>(
            "SELECT name, type, pk FROM pragma_table_info(@table)", new { table }).ToList();
        var key = string.Join(", ", columns.Where(column => column.Key > 0).Select(column => $"\"{column.Name}\""));
        var (rows, spoilt) = (connection.ExecuteScalar<int>($"SELECT count(*) FROM \"{table}\""), new List<string>());
        foreach (var (index, (name, type, _)) in columns.Index())
            try
            {
                if (rows > 0 && connection.Execute($"UPDATE \"{table}\" SET \"{name}\" = {Value(type, isOfAnotherType)} WHERE ({key}) = "
                    + $"(SELECT {key} FROM \"{table}\" LIMIT 1 OFFSET {index % rows})") == 1)
                    spoilt.Add(name);
            }
            catch (SqliteException impossible) when (impossible.SqliteErrorCode is 19 or 20)
            {
                // SQLite itself would not have it.
            }
        return spoilt;
    }

    private static string Value(string type, bool isOfAnotherType) => (type, isOfAnotherType) switch
    {
        ("INTEGER", true) or ("BLOB", true) => "'spoilt'",
        ("TEXT", true) => "x'00ff'",
        ("INTEGER", false) => "9223372036854775807",
        ("TEXT", false) => "'{'",
        _ => "x''",
    };
}
