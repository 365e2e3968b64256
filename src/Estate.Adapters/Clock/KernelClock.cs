using System.Runtime.InteropServices;

namespace Estate.Adapters.Clock;

/// <summary>
/// What the kernel knows of its own clock, whoever keeps it (timesyncd, chrony, ntpd): adjtimex(2) asked for nothing but
/// its state.
/// </summary>
public static partial class KernelClock
{
    /// <summary>TIME_ERROR: not synchronised, or not for long enough.</summary>
    private const int TimeError = 5;

    /// <summary>True while somebody disciplines the wall clock.</summary>
    public static bool IsSynchronised()
    {
        // struct timex is 208 bytes on 64-bit machines; all zero means: change nothing.
        Span<byte> timex = stackalloc byte[256];
        timex.Clear();
        return AdjTimex(ref MemoryMarshal.GetReference(timex)) is >= 0 and < TimeError;
    }

    [LibraryImport("libc", EntryPoint = "adjtimex")]
    private static partial int AdjTimex(ref byte timex);
}
