using System.Collections.Concurrent;

namespace Estate.Bench.Torture.Fuzz;

/// <summary>What became of the messages, by the way they came; and each error of ours once, with a message that leads to it.</summary>
internal sealed class FuzzTally(string folder)
{
    private readonly ConcurrentDictionary<(FuzzWay Way, string What), long> _counts = new();
    private readonly ConcurrentDictionary<string, long> _crashes = new();

    internal long Tried => _counts.Values.Sum();

    internal long Crashes => _crashes.Values.Sum();

    internal IEnumerable<string> CrashWords => _crashes.Keys.Order(StringComparer.Ordinal);

    private string? FirstCrash => CrashWords.FirstOrDefault()?.ReplaceLineEndings(" ");

    internal long Of(FuzzWay way, string? what = null) =>
        _counts.Where(one => one.Key.Way == way && (what is null || one.Key.What == what)).Sum(one => one.Value);

    /// <param name="what">taken, refused, crashed; said, where nobody answers.</param>
    internal void Count(FuzzWay way, string what) => _counts.AddOrUpdate((way, what), 1, (_, before) => before + 1);

    internal void Crash(string words, string topic, ReadOnlySpan<byte> payload)
    {
        if (_crashes.AddOrUpdate(words, 1, (_, before) => before + 1) > 1)
            return;
        Directory.CreateDirectory(folder);
        var file = Path.Combine(folder, $"{_crashes.Count:D3}");
        File.WriteAllText(file + ".txt", $"{topic}\n{words}\n");
        File.WriteAllBytes(file + ".payload", payload.ToArray());
        ScenarioRun.Say($"crash: {words.Split('\n')[0]} ({file}.txt)");
    }

    internal void AddTo(ScenarioVerdict verdict)
    {
        foreach (var way in Enum.GetValues<FuzzWay>())
            verdict.Figure(way.ToString().ToLowerInvariant(), Of(way)).Figure("refused", Of(way, "refused"))
                .Require(Of(way, "taken") > 0 && Of(way, "refused") > 0, $"all or nothing of {way} was refused");
        verdict.Figure("messages", Tried).Figure("crashes", Crashes)
            .Require(Crashes == 0, $"{_crashes.Count} kinds of crash; see {folder}: {FirstCrash}");
    }
}
