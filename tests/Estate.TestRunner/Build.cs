using System.Diagnostics;

namespace Estate.TestRunner;

/// <summary>One build of what is chosen, and of everything also a look at the formatting.</summary>
internal static class Build
{
    /// <summary>
    /// One warm compiler for all projects and the builds after this: a third of the time, also where a machine's settings turn it off.
    /// </summary>
    private const string SharedCompiler = "-p:UseSharedCompilation=true";

    /// <summary>False where there is an error; it was printed.</summary>
    internal static async Task<bool> RunAsync(string root, Selection chosen, string results, CancellationToken stop)
    {
        if (!chosen.IsAll)
        {
            foreach (var one in chosen.Projects)
                if (!await OneAsync(root, one.Project.Folder, results, Console.WriteLine, stop))
                    return false;
            return !stop.IsCancellationRequested;
        }
        if (!await OneAsync(root, "Estate.sln", results, Console.WriteLine, stop))
            return false;
        await Precompiled.PutAsync(root, chosen, stop);
        // The build judges style and analyzers; white space, ends of lines and the order of imports it does not see.
        var log = LogIn(results);
        if (await RunAsync(
            root, log, stop, "format", "whitespace", ".", "--folder", "--verify-no-changes", "--exclude", "**/bin/", "**/obj/",
            "**/node_modules/", "var/") != 0)
            return Mistaken(log, "dotnet format has something to say (dotnet format Estate.sln mends it)");
        return !stop.IsCancellationRequested;
    }

    /// <param name="what">A solution, or a project's folder.</param>
    /// <param name="say">What is done, a line each.</param>
    internal static async Task<bool> OneAsync(string root, string what, string results, Action<string> say, CancellationToken stop)
    {
        // Two runs in one folder must not build over each other.
        await using var alone = await AloneAsync(Path.Combine(root, "TestResults", "build.lock"), stop);
        var (started, log) = (Stopwatch.GetTimestamp(), LogIn(results));
        say($"Building {Path.GetFileName(what)} ...");
        if (await RunAsync(
            root, log, stop, "build", what, "-c", "Release", "-v", "quiet", "--nologo", SharedCompiler) is not 0 and var code)
            return Mistaken(log, $"dotnet build {Path.GetRelativePath(root, Path.GetFullPath(what, root))} ended with {code}");
        say($"Built after {Progress.Clock(Stopwatch.GetElapsedTime(started))}");
        return true;
    }

    private static string LogIn(string results) => Path.Combine(results, "build.log");

    private static bool Mistaken(string log, string problem)
    {
        foreach (var line in File.ReadLines(log).Where(line => line.Contains("error", StringComparison.Ordinal)).Distinct().Take(20))
            Console.WriteLine(line);
        Console.WriteLine($"{problem}; see {log}");
        return false;
    }

    private static async Task<int> RunAsync(string root, string log, CancellationToken stop, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", arguments)
        {
            WorkingDirectory = root,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // The gateway's, for little memory; a compiler with so small a youngest generation collects all the time.
        start.Environment.Remove("DOTNET_GCgen0size");
        start.Environment.Remove("MALLOC_ARENA_MAX");
        using var process = Process.Start(start)!;
        await using var end = stop.Register(() => process.Kill(entireProcessTree: true));
        var errors = process.StandardError.ReadToEndAsync(CancellationToken.None);
        await File.AppendAllTextAsync(log, await process.StandardOutput.ReadToEndAsync(CancellationToken.None), CancellationToken.None);
        await File.AppendAllTextAsync(log, await errors, CancellationToken.None);
        await process.WaitForExitAsync(CancellationToken.None);
        return process.ExitCode;
    }

    private static async Task<FileStream> AloneAsync(string file, CancellationToken stop)
    {
        for (var isFirst = true; ; isFirst = false)
            try
            {
                return new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException)
            {
                if (isFirst)
                    Console.WriteLine("Another run builds here; this one waits for it ...");
                await Task.Delay(TimeSpan.FromMilliseconds(200), TimeProvider.System, stop);
            }
    }
}
