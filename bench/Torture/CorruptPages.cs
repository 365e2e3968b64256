using Estate.Bench.Harness;

namespace Estate.Bench.Torture;

/// <summary>
/// Pages of the stopped database are spoilt, one at a time, tree by tree. The gateway may refuse to start and name the way back, or
/// start and say in /healthz what is damaged, or find nothing wrong because nothing is; points must never be wrong in silence.
/// </summary>
internal static class CorruptPages
{
    private const int Rounds = 2;

    private static readonly string[] Trees =
        ["sqlite_schema", "journal", "journal_time", "journal_device", "event", "transfer", "sqlite_autoindex_transfer_1", "balance",
            "state", "card", "alert"];

    internal static Task<ScenarioVerdict> PlayAsync(ScenarioRun run) => PlayAsync(run, Trees, Rounds);

    internal static async Task<ScenarioVerdict> PlayAsync(ScenarioRun run, IReadOnlyList<string> trees, int rounds)
    {
        using var estate = new BenchEstate(run.Folder, TorturedEstate.StationCount, run.Time);
        await using var tortured = await TorturedEstate.StartAsync(estate, 3_000, run.Time, run.Stop);
        await run.WaitAsync(3);
        var isDrained = await tortured.DrainAsync();
        estate.Gateway.Kill();
        StartOutcomes.Empty(estate.Folder.Database);
        var whole = await File.ReadAllBytesAsync(estate.Folder.Database, run.Stop);
        var verdict = new ScenarioVerdict("corrupt-page").Ledger(tortured.Verdict(), isDrained);
        var roots = DatabasePages.Trees(estate.Folder.Database).Append(("sqlite_schema", 1)).ToDictionary(one => one.Item1, one =>
            one.Item2);
        var (random, size) = (new Random(run.Seed), DatabasePages.SizeIn(whole));
        var fates = new List<StartOutcome>();
        foreach (var tree in trees)
            for (var round = 0; round < rounds; round++)
            {
                var spoilt = whole.ToArray();
                var pages = DatabasePages.Of(whole, roots[tree]);
                var page = pages[random.Next(pages.Count)];
                var what = DatabasePages.Spoil(spoilt.AsSpan((page - 1) * size, size), random);
                fates.Add(await StartOutcomes.OfAsync(estate, spoilt, () => tortured.Verdict().IsClean, run));
                ScenarioRun.Say($"{what} of {tree} (page {page} of {whole.Length / size}): "
                    + $"{fates[^1].What}{(fates[^1].Words is { } words ? ", " + words : "")}");
            }
        return StartOutcomes.AddTo(verdict, fates);
    }
}
