using Dapper;
using Estate.Bench.Harness;
using Microsoft.Data.Sqlite;

namespace Estate.Bench.Torture;

/// <summary>What a gateway makes of a database that was spoilt while it was down.</summary>
internal static class StartOutcomes
{
    internal static ScenarioVerdict AddTo(ScenarioVerdict verdict, IReadOnlyCollection<StartOutcome> fates)
    {
        foreach (var what in Enum.GetValues<StartOutcomeKind>())
            verdict.Figure(what.ToString().ToLowerInvariant(), fates.Count(fate => fate.What == what));
        return verdict.Require(fates.Count > 0, "nothing was spoilt")
            .Require(fates.All(fate => fate.What != StartOutcomeKind.Silent), "points or structure were wrong and nobody said so")
            .Require(fates.All(fate => fate.What != StartOutcomeKind.Wordless),
                $"it ended without saying what to do, but: {fates.FirstOrDefault(fate => fate.What == StartOutcomeKind.Wordless)?.Words}");
    }

    /// <param name="spoilt">The whole file.</param>
    /// <param name="isRight">Beside the structure and the accounts, of what was spoilt and nobody spoke of.</param>
    internal static async Task<StartOutcome> OfAsync(BenchEstate estate, byte[] spoilt, Func<bool> isRight, ScenarioRun run)
    {
        Put(estate.Folder.Database, spoilt);
        return await OfAsync(estate, isRight, run);
    }

    /// <param name="meanwhile">While it runs.</param>
    internal static async Task<StartOutcome> OfAsync(BenchEstate estate, Func<bool> isRight, ScenarioRun run, Func<Task>? meanwhile = null)
    {
        var log = Path.Combine(estate.Logs, "gateway.log");
        File.Delete(log);
        estate.StartGateway();
        await using var ear = new HealthRecorder(estate.Url, "storage", run.Time);
        if (!await StartsAsync(estate, run))
        {
            estate.Gateway.Dispose();
            var last = (await File.ReadAllLinesAsync(log, run.Stop)).LastOrDefault() ?? "";
            return new(last.Contains("restore", StringComparison.Ordinal) ? StartOutcomeKind.Refused : StartOutcomeKind.Wordless, last);
        }
        await (meanwhile?.Invoke() ?? Task.CompletedTask);
        for (var i = 0; i < 90 && ear.Words.Count == 0 && !estate.Gateway.HasExited; i++)
            await run.WaitAsync(0.1);
        if (estate.Gateway.HasExited)
            return new(StartOutcomeKind.Wordless, "it ended while it ran");
        estate.Gateway.Kill();
        return ear.Words.Count > 0 ? new(StartOutcomeKind.Said, ear.Words[0])
            : IsRight(estate, isRight) ? new(StartOutcomeKind.Harmless, null)
            : new(StartOutcomeKind.Silent, null);
    }

    /// <summary>As it was at that moment, without a log.</summary>
    internal static void Put(string database, byte[] content)
    {
        foreach (var file in new[] { "-wal", "-shm" })
            File.Delete(database + file);
        File.WriteAllBytes(database, content);
    }

    /// <summary>Everything is in the file itself.</summary>
    internal static void Empty(string database)
    {
        using var connection = new SqliteConnection($"Data Source={database};Pooling=False");
        connection.Execute("PRAGMA wal_checkpoint(TRUNCATE)");
    }

    /// <summary>False when it ended instead.</summary>
    private static async Task<bool> StartsAsync(BenchEstate estate, ScenarioRun run)
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

    private static bool IsRight(BenchEstate estate, Func<bool> isRight)
    {
        try
        {
            return DatabaseCheck.Of(estate.Folder.Database).IsWhole && isRight();
        }
        catch (SqliteException)
        {
            return false;
        }
    }
}

internal enum StartOutcomeKind
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
internal sealed record StartOutcome(StartOutcomeKind What, string? Words);
