using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Estate.Adapters.Gpio;

/// <summary>The C functions and error numbers that reach the kernel's GPIO; meanings are those of the manual pages.</summary>
internal static unsafe partial class LibC
{
    internal const int PermissionDenied = 13;
    internal const int OperationNotPermitted = 1;
    internal const int Interrupted = 4;
    internal const int TryAgain = 11;
    internal const int Busy = 16;
    internal const int NoDevice = 19;
    internal const int Invalid = 22;
    internal const int NotThisIoctl = 25;

    internal const short PollIn = 1;
    internal const short PollErrorOrHangUp = 0x8 | 0x10 | 0x20;

    private const int ReadWrite = 2;
    private const int NonBlocking = 0x800;
    private const int CloseOnExec = 0x80000;
    private const int SetStatusFlags = 4;

    [StructLayout(LayoutKind.Sequential)]
    internal struct PollEntry
    {
        public int Descriptor;
        public short Wanted;
        public short Seen;
    }

    [StructLayout(LayoutKind.Sequential)]
    internal struct TimeSpec
    {
        public nint Seconds;
        public nint Nanoseconds;
    }

    [LibraryImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    internal static partial int Ioctl(SafeFileHandle file, nuint request, void* argument);

    [LibraryImport("libc", EntryPoint = "read", SetLastError = true)]
    internal static partial nint Read(SafeFileHandle file, void* buffer, nuint size);

    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    internal static partial nint Write(SafeFileHandle file, void* buffer, nuint size);

    /// <summary>To the nanosecond, unlike poll: a frame is over when its gap is, not up to a millisecond later.</summary>
    [LibraryImport("libc", EntryPoint = "ppoll", SetLastError = true)]
    internal static partial int Poll(PollEntry* entries, nuint count, in TimeSpec timeout, void* signals);

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "eventfd", SetLastError = true)]
    private static partial int EventFd(uint initial, int flags);

    [LibraryImport("libc", EntryPoint = "fcntl", SetLastError = true)]
    private static partial int Fcntl(SafeFileHandle file, int command, int argument);

    /// <exception cref="IOException">Its HResult is the error number.</exception>
    internal static SafeFileHandle OpenDevice(string path) => Own(Open(path, ReadWrite | CloseOnExec), path);

    internal static SafeFileHandle OpenEvent() => Own(EventFd(0, NonBlocking | CloseOnExec), "eventfd");

    /// <summary>Reading then answers "try again" where it would wait.</summary>
    internal static void NeverBlock(SafeFileHandle file) => _ = Fcntl(file, SetStatusFlags, NonBlocking);

    internal static IOException Failure(string what)
    {
        var code = Marshal.GetLastPInvokeError();
        return new($"{what}: {Describe(code)}", code);
    }

    internal static string Describe(int code) => Marshal.GetPInvokeErrorMessage(code);

    private static SafeFileHandle Own(int descriptor, string what) =>
        descriptor >= 0 ? new(descriptor, ownsHandle: true) : throw Failure(what);
}
