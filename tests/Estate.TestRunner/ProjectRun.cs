using System.Diagnostics;

namespace Estate.TestRunner;

/// <summary>The tests of one project in a process of their own; what they print is kept in a file.</summary>
internal static class ProjectRun
{
    /// <summary>Far beyond the slowest test on a busy machine: after it the tests wait for something that never comes.</summary>
    private static readonly TimeSpan LongestSilence = TimeSpan.FromMinutes(10);

    /// <param name="ended">Told of each test; may be called by any thread.</param>
    internal static async Task RunAsync(Chosen chosen, string results, Action<Outcome> ended, CancellationToken stop)
    {
        var project = chosen.Project.Name;
        using var process = Started(chosen, results);
        process.StandardInput.Close();
        await using var end = stop.Register(() => process.Kill(entireProcessTree: true));
        await using var log = new StreamWriter(Path.Combine(results, project + ".log"));
        var (messages, tail, isStuck) = (new TestMessages(project), "", false);
        await using var watch = new Timer(_ =>
        {
            isStuck = true;
            process.Kill(entireProcessTree: true);
        });
        var errors = process.StandardError.ReadToEndAsync(CancellationToken.None);
        while (await NextLineAsync(process, watch) is { } line)
        {
            if (messages.Read(line) is { } outcome)
            {
                await log.WriteLineAsync($"{outcome.Result} {outcome.Name} [{outcome.Seconds:0.000} s] {outcome.Said}");
                ended(outcome);
            }
            else if (!line.StartsWith("{\"$type\"", StringComparison.Ordinal))
                await log.WriteLineAsync(tail = line);
        }
        await log.WriteAsync(await errors);
        await process.WaitForExitAsync(CancellationToken.None);
        if (isStuck)
            ended(new(
                project, $"{project} did nothing for {LongestSilence.TotalMinutes:0} minutes", "", Result.Failed, 0,
                $"these had begun:\n{string.Join('\n', messages.Running)}\n{await errors}"));
        else if (!messages.IsComplete && !stop.IsCancellationRequested)
            ended(new(project, $"{project} ended by itself with {process.ExitCode}", "", Result.Failed, 0, $"{tail}\n{await errors}"));
    }

    private static Process Started(Chosen chosen, string results)
    {
        string[] arguments = [
            chosen.Project.Program, "-reporter", "json", "-noLogo", "-noColor", "-noAutoReporters",
            .. chosen.Filters.SelectMany(filter => new[] { "-method", filter })];
        return Process.Start(new ProcessStartInfo("dotnet", arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            Environment =
            {
                ["ESTATE_TEST_RESULTS"] = results,
                ["ESTATE_COUNTS"] = Path.Combine(results, "conformance.txt"),
                ["TMPDIR"] = Temporary(chosen.Project.Name),
                ["DOTNET_GCgen0size"] = YoungestGeneration(chosen.Project.Name),
                // Where gateways' logs and xunit's messages share a pipe, a log's line can land inside a message.
                ["Logging__Console__LogToStandardErrorThreshold"] = "Trace",
            },
        })!;
    }

    private static ValueTask<string?> NextLineAsync(Process process, Timer watch)
    {
        watch.Change(LongestSilence, Timeout.InfiniteTimeSpan);
        return process.StandardOutput.ReadLineAsync(CancellationToken.None);
    }

    /// <summary>
    /// The gateway's own, but for replays of years: these fill four megabytes hundreds of times a second. Gateways they start have their
    /// own again.
    /// </summary>
    private static string YoungestGeneration(string project) => project == "Estate.Bench.Tests" ? "0x2000000" : "0x400000";

    /// <summary>
    /// In memory, where a sync costs nothing, for all but the tests that kill processes and break disks: these want a real one.
    /// </summary>
    private static string Temporary(string project)
    {
        const string inMemory = "/dev/shm";
        const long enough = 2L << 30;
        return project != "Estate.Bench.Tests" && Directory.Exists(inMemory) && new DriveInfo(inMemory).AvailableFreeSpace > enough
            ? inMemory : Path.GetTempPath();
    }
}
