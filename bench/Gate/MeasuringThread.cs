using System.Diagnostics;

namespace Estate.Bench.Gate;

/// <summary>
/// A thread of its own, ahead of the gateway and of the rest of this program: what waits for the lock must not be late itself, or the
/// load this program makes is counted as the gateway's delay.
/// </summary>
internal static class MeasuringThread
{
    private const string Nice = "-10";

    internal static Task RunAsync(Action measure) => RunAsync(() =>
    {
        measure();
        return true;
    });

    internal static Task<T> RunAsync<T>(Func<T> measure) => Task.Factory.StartNew(
        () =>
        {
            ComeFirst();
            return measure();
        },
        CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    /// <summary>Where that is not allowed, renice says so, and it is measured all the same.</summary>
    private static void ComeFirst()
    {
        // .NET's own thread priorities do nothing on Linux.
        var thread = Path.GetFileName(new FileInfo("/proc/thread-self").LinkTarget!);
        using var renice = Process.Start(new ProcessStartInfo("renice", ["-n", Nice, "-p", thread]) { RedirectStandardOutput = true })!;
        renice.WaitForExit();
    }
}
