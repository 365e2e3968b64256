using System.Runtime.InteropServices;

namespace Estate.Adapters.Threads;

/// <summary>
/// Threads with a nice value of their own, from 19 (last) to -20 (first), as Linux gives each thread one; .NET's thread priorities do
/// nothing there. See setpriority(2): who may not come first stays where its process is.
/// </summary>
public static partial class NiceThread
{
    /// <summary>What moves a gate, before the rest of the gateway (-5, see its unit).</summary>
    public const int Urgent = -10;

    private const int ThisThread = 0;

    /// <summary>Runs on a thread of its own until <paramref name="work"/> returns.</summary>
    public static Task RunAsync(int nice, Action work) => RunAsync(nice, () =>
    {
        work();
        return true;
    });

    /// <inheritdoc cref="RunAsync(int, Action)"/>
    public static Task<T> RunAsync<T>(int nice, Func<T> work) => Task.Factory.StartNew(
        () =>
        {
            TrySet(nice);
            return work();
        },
        CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    /// <summary>Of the calling thread. It ends with it: never on a thread of a pool.</summary>
    /// <returns>False where the kernel does not allow it (RLIMIT_NICE).</returns>
    public static bool TrySet(int nice) => SetPriority(which: 0, ThisThread, nice) == 0;

    [LibraryImport("libc", EntryPoint = "setpriority")]
    private static partial int SetPriority(int which, int who, int nice);
}
