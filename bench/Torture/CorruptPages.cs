using Dapper;
using Estate.Bench.Trial;
using Microsoft.Data.Sqlite;

namespace Estate.Bench.Torture;

/// <summary>
/// Pages of the stopped database are spoilt, one at a time, tree by tree. The gateway may refuse to start and name the way back, or
/// start and say in /healthz what is damaged, or find nothing wrong because nothing is; points must never be wrong in silence.
/// </summary>
internal static class CorruptPages
{
    private const int Rounds = 2;

    private static readonly string[] Trees =
        ["sqlite_schema", "fact", "fact_device", "fact_type", "event", "transfer", "sqlite_autoindex_transfer_1", "account", "state", "card", "alert"];

    internal static Task<ScenarioVerdict> PlayAsync(TrialRun run) => PlayAsync(run, Trees, Rounds);

    internal static async Task<ScenarioVerdict> PlayAsync(TrialRun run, IReadOnlyList<string> trees, int rounds)
    {
        using var estate = new TrialEstate(run.Folder, TorturedEstate.StationCount, run.Time);
        await using var tortured = await TorturedEstate.StartAsync(estate, 3_000, run.Time, run.Stop);
        await run.WaitAsync(3);
        var isDrained = await tortured.DrainAsync();
        estate.Gateway.Kill();
        Empty(estate.Folder.Database);
        var whole = await File.ReadAllBytesAsync(estate.Folder.Database, run.Stop);
        var verdict = new ScenarioVerdict("corrupt-page").Ledger(tortured.Judge(), isDrained);
        var roots = DatabasePages.Trees(estate.Folder.Database).Append(("sqlite_schema", 1)).ToDictionary(one => one.Item1, one => one.Item2);
        var (random, size) = (new Random(run.Seed), DatabasePages.SizeIn(whole));
        var fates = new List<Fate>();
        foreach (var tree in trees)
            for (var round = 0; round < rounds; round++)
            {
                var spoilt = whole.ToArray();
                var pages = DatabasePages.Of(whole, roots[tree]);
                var page = pages[random.Next(pages.Count)];
                var what = DatabasePages.Spoil(spoilt.AsSpan((page - 1) * size, size), random);
                fates.Add(await FateAsync(estate, tortured, spoilt, run));
                TrialRun.Say($"{what} of {tree} (page {page} of {whole.Length / size}): {fates[^1].What}{(fates[^1].Words is { } words ? ", " + words : "")}");
            }
        return Judge(verdict, fates);
    }

    internal static ScenarioVerdict Judge(ScenarioVerdict verdict, IReadOnlyCollection<Fate> fates)
    {
        foreach (var what in Enum.GetValues<FateKind>())
            verdict.Figure(what.ToString().ToLowerInvariant(), fates.Count(fate => fate.What == what));
        return verdict.Require(fates.Count > 0, "nothing was spoilt")
            .Require(fates.All(fate => fate.What != FateKind.Silent), "points or structure were wrong and nobody said so")
            .Require(fates.All(fate => fate.What != FateKind.Wordless), "it ended without saying what to do");
    }

    private static async Task<Fate> FateAsync(TrialEstate estate, TorturedEstate tortured, byte[] spoilt, TrialRun run)
    {
        foreach (var file in new[] { "-wal", "-shm" })
            File.Delete(estate.Folder.Database + file);
        await File.WriteAllBytesAsync(estate.Folder.Database, spoilt, run.Stop);
        var log = Path.Combine(estate.Logs, "gateway.log");
        File.Delete(log);
        estate.StartGateway();
        await using var ear = new HealthEar(estate.Url, "storage", run.Time);
        if (!await StartsAsync(estate, run))
        {
            estate.Gateway.Dispose();
            var last = (await File.ReadAllLinesAsync(log, run.Stop)).LastOrDefault() ?? "";
            return new(last.Contains("restore", StringComparison.Ordinal) ? FateKind.Refused : FateKind.Wordless, last);
        }
        for (var i = 0; i < 90 && ear.Words.Count == 0; i++)
            await run.WaitAsync(0.1);
        estate.Gateway.Kill();
        return ear.Words.Count > 0 ? new(FateKind.Said, ear.Words[0])
            : IsRight(estate, tortured) ? new(FateKind.Harmless, null)
            : new(FateKind.Silent, null);
    }

    /// <summary>False when it ended instead.</summary>
    private static async Task<bool> StartsAsync(TrialEstate estate, TrialRun run)
    {
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(1) };
        while (!estate.Gateway.HasExited)
        {
            try
            {
                using var response = await http.GetAsync(new Uri(estate.Url + "/readyz"), run.Stop);
                return true;
            }
            catch (Exception early) when (early is HttpRequestException or TaskCanceledException)
            {
                await run.WaitAsync(0.02);
            }
        }
        return false;
    }

    private static bool IsRight(TrialEstate estate, TorturedEstate tortured)
    {
        try
        {
            return DatabaseCheck.Of(estate.Folder.Database).IsWhole && tortured.Judge().IsClean;
        }
        catch (SqliteException)
        {
            return false;
        }
    }

    /// <summary>Everything is in the file itself.</summary>
    private static void Empty(string database)
    {
        using var connection = new SqliteConnection($"Data Source={database};Pooling=False");
        connection.Execute("PRAGMA wal_checkpoint(TRUNCATE)");
    }
}

internal enum FateKind
{
    /// <summary>It did not start, and named the way back.</summary>
    Refused,

    /// <summary>It runs and says what is damaged.</summary>
    Said,

    /// <summary>The page held nothing that counts, or it was made again.</summary>
    Harmless,

    /// <summary>It did not start and did not say what to do.</summary>
    Wordless,

    /// <summary>It runs, something is wrong, nobody knows.</summary>
    Silent,
}

/// <param name="Words">What it said.</param>
internal sealed record Fate(FateKind What, string? Words);
