namespace Estate.TestRunner;

/// <summary>What is said at the end: the slowest, the failed with what runs each again, what differed, the counts.</summary>
internal static class Summary
{
    private const int Slowest = 10;

    internal static void Of(IReadOnlyList<Outcome> outcomes, TimeSpan took, string folder)
    {
        if (outcomes.Count > Slowest)
        {
            Console.WriteLine("The slowest:");
            foreach (var slow in outcomes.OrderByDescending(one => one.Seconds).Take(Slowest))
                Console.WriteLine($"  {slow.Seconds,6:0.0} s  {slow.Name}");
        }
        foreach (var skipped in outcomes.Where(one => one.Result == Result.Skipped).GroupBy(one => one.Said))
            Console.WriteLine($"Skipped {skipped.Count()}: {skipped.Key}");
        foreach (var failed in outcomes.Where(one => one.Result == Result.Failed))
            Console.WriteLine($"Failed: {failed.Name}{(failed.Method.Length > 0 ? $"\n  again: ./estate test {failed.Method}" : "")}");
        if (File.Exists(Path.Combine(folder, "conformance.txt")))
            foreach (var line in File.ReadLines(Path.Combine(folder, "conformance.txt")).Order(StringComparer.Ordinal))
                Console.WriteLine(line);
        Console.WriteLine($"Tests took {Progress.Clock(took)}; logs, and pictures and traces of failed browser tests: {folder}");
    }

    /// <summary>Tests that did not end in the same way each time.</summary>
    internal static void OfRuns(IReadOnlyList<IReadOnlyList<Outcome>> runs)
    {
        var differing = runs.SelectMany((run, index) => run.Select(one => (Run: index, Outcome: one)))
            .GroupBy(one => (one.Outcome.Project, one.Outcome.Name)).Where(test => Differs(test, runs.Count)).ToList();
        foreach (var test in differing)
            Console.WriteLine(
                $"Differs: {test.Key.Name}: passed {test.Count(one => one.Outcome.Result == Result.Passed)} of {test.Count()}");
        if (differing.Count == 0)
            Console.WriteLine($"All {runs.Count} runs ended alike.");
    }

    /// <summary>Several tests of a run may have one name, where long arguments differ behind what is shown of them.</summary>
    private static bool Differs(IEnumerable<(int Run, Outcome Outcome)> test, int runs)
    {
        var byRun = test.ToLookup(one => one.Run, one => one.Outcome.Result);
        return Enumerable.Range(1, runs - 1).Any(run => !byRun[run].Order().SequenceEqual(byRun[0].Order()));
    }

    /// <summary>"N passed, N failed, N skipped"; whether something passed and nothing failed.</summary>
    internal static bool Close(IReadOnlyList<IReadOnlyList<Outcome>> runs)
    {
        int Count(Result result) => runs.Sum(run => run.Count(one => one.Result == result));
        Console.WriteLine($"{Count(Result.Passed)} passed, {Count(Result.Failed)} failed, {Count(Result.Skipped)} skipped");
        return Count(Result.Passed) > 0 && Count(Result.Failed) == 0;
    }
}
