using System.Diagnostics;

namespace Estate.TestRunner;

/// <summary>Builds what is chosen, runs it as often as is asked, and tells.</summary>
internal static class TestRun
{
    /// <summary>More processes than cores: most tests wait most of their time.</summary>
    private const int AtOnce = 3;

    private const int KeptRuns = 5;

    /// <returns>0 where something passed and nothing failed, 1 otherwise.</returns>
    internal static async Task<int> RunAsync(Selection chosen, int repeat, bool isBusy, CancellationToken stop)
    {
        var root = chosen.Projects[0].Project.Root;
        var results = ResultsFolder(root);
        var isPiecewise = !chosen.IsAll && repeat == 1 && !isBusy;
        if (!isPiecewise && !await Build.RunAsync(root, chosen, results, stop))
            return 1;
        using var load = isBusy ? new BusyCores() : null;
        var runs = new List<IReadOnlyList<Outcome>>();
        for (var run = 1; run <= repeat && !stop.IsCancellationRequested; run++)
        {
            if (repeat > 1)
                Console.WriteLine($"Run {run} of {repeat}");
            var folder = repeat > 1 ? Directory.CreateDirectory(Path.Combine(results, $"run-{run}")).FullName : results;
            var started = Stopwatch.GetTimestamp();
            var times = new Times(Path.GetDirectoryName(results)!);
            if (await OnceAsync(chosen, times, folder, isPiecewise ? root : null, stop) is not { } outcomes)
                return 1;
            Summary.Of(outcomes, Stopwatch.GetElapsedTime(started), folder);
            runs.Add(outcomes);
        }
        if (repeat > 1)
            Summary.OfRuns(runs);
        if (stop.IsCancellationRequested)
            Console.WriteLine("Stopped before the end.");
        return Summary.Close(runs) && !stop.IsCancellationRequested ? 0 : 1;
    }

    /// <param name="toBuild">Where each project is built first, and run while the next one is: the first answers are there at once.</param>
    /// <returns>Null where one could not be built.</returns>
    private static async Task<IReadOnlyList<Outcome>?> OnceAsync(
        Selection chosen, Times times, string folder, string? toBuild, CancellationToken stop)
    {
        var started = Stopwatch.GetTimestamp();
        using var progress = new Progress(chosen, times);
        if (toBuild is null)
            await TogetherAsync(chosen, folder, progress, stop);
        else if (!await InTurnAsync(chosen, folder, toBuild, progress, stop))
            return null;
        if (!stop.IsCancellationRequested)
            times.Save(chosen, progress.Outcomes, Stopwatch.GetElapsedTime(started));
        return progress.Outcomes;
    }

    private static async Task<bool> InTurnAsync(
        Selection chosen, string folder, string root, Progress progress, CancellationToken stop)
    {
        using var places = new SemaphoreSlim(AtOnce);
        var running = new List<Task>();
        foreach (var one in chosen.Projects)
        {
            if (!await Build.OneAsync(root, one.Project.Folder, folder, progress.Say, stop))
                break;
            running.Add(WhenThereIsRoomAsync(one));
        }
        await Task.WhenAll(running);
        return running.Count == chosen.Projects.Count;

        async Task WhenThereIsRoomAsync(Chosen one)
        {
            await places.WaitAsync(CancellationToken.None);
            try
            {
                await ProjectRun.RunAsync(one, folder, progress.Ended, stop);
            }
            finally
            {
                places.Release();
            }
        }
    }

    private static Task TogetherAsync(Selection chosen, string folder, Progress progress, CancellationToken stop)
    {
        // The longest first: the others fill the rest of the time beside them.
        var waiting = chosen.IsAll ? chosen.Projects.OrderByDescending(one => Weight(one.Project.Name)) : chosen.Projects.AsEnumerable();
        return Parallel.ForEachAsync(
            waiting, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = CancellationToken.None },
            async (one, _) => await ProjectRun.RunAsync(one, folder, progress.Ended, stop));
    }

    private static int Weight(string project) => project switch
    {
        "Estate.Web.Tests" => 4,
        "Estate.Bench.Tests" => 3,
        "Estate.Cli.Tests" => 2,
        "Estate.Adapters.Tests" => 1,
        _ => 0,
    };

    /// <summary>A folder of this run; those of older runs but the last few are gone, and <c>latest</c> points to it.</summary>
    private static string ResultsFolder(string root)
    {
        var all = Directory.CreateDirectory(Path.Combine(root, "TestResults")).FullName;
        foreach (var old in Directory.GetDirectories(all, "20*").Order(StringComparer.Ordinal).SkipLast(KeptRuns - 1))
            Directory.Delete(old, recursive: true);
        var name = $"{TimeProvider.System.GetLocalNow():yyyy-MM-dd-HHmmss}-{Environment.ProcessId}";
        var folder = Directory.CreateDirectory(Path.Combine(all, name)).FullName;
        var latest = Path.Combine(all, "latest");
        try
        {
            File.Delete(latest);
            File.CreateSymbolicLink(latest, name);
        }
        catch (IOException)
        {
            // Another run put its own there just now.
        }
        return folder;
    }
}
