using System.Runtime.InteropServices;

namespace Estate.Adapters.Threads;

/// <summary>Processor time of the calling thread: clock_gettime(2), CLOCK_THREAD_CPUTIME_ID, on 64-bit Linux.</summary>
internal static partial class ThreadTime
{
    private const int OfThisThread = 3;

    internal static TimeSpan Used => ClockGetTime(OfThisThread, out var time) == 0
        ? new((time.Seconds * TimeSpan.TicksPerSecond) + (time.Nanoseconds / TimeSpan.NanosecondsPerTick))
        : throw new PlatformNotSupportedException("this kernel does not tell a thread's processor time");

    [LibraryImport("libc", EntryPoint = "clock_gettime")]
    private static partial int ClockGetTime(int clock, out Timespec time);

    private struct Timespec
    {
        public long Seconds;
        public long Nanoseconds;
    }
}
