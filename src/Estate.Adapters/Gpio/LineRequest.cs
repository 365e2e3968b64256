using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Estate.Adapters.Gpio;

/// <summary>Lines the kernel has given to us, in one file. Methods give 0 or an error number.</summary>
internal sealed unsafe class LineRequest : IDisposable
{
    private readonly SafeFileHandle _file;

    internal LineRequest(int descriptor)
    {
        _file = new(descriptor, ownsHandle: true);
        LibC.NeverBlock(_file);
    }

    internal int Descriptor => (int)_file.DangerousGetHandle();

    /// <summary>Bit n is the nth line of the request, 1 for active.</summary>
    internal int GetValues(ulong mask, out ulong bits)
    {
        var values = new KernelAbi.Values { Mask = mask };
        var result = LibC.Ioctl(_file, KernelAbi.GetValues, &values);
        bits = values.Bits;
        return result < 0 ? Marshal.GetLastPInvokeError() : 0;
    }

    internal int SetValues(ulong mask, ulong bits)
    {
        var values = new KernelAbi.Values { Mask = mask, Bits = bits };
        return LibC.Ioctl(_file, KernelAbi.SetValues, &values) < 0 ? Marshal.GetLastPInvokeError() : 0;
    }

    /// <summary>What waits, up to the length of <paramref name="events"/>; never waits itself.</summary>
    internal int Read(Span<KernelAbi.Event> events, out int count)
    {
        nint bytes;
        fixed (KernelAbi.Event* first = events)
            bytes = LibC.Read(_file, first, (nuint)(events.Length * sizeof(KernelAbi.Event)));
        count = bytes < 0 ? 0 : (int)bytes / sizeof(KernelAbi.Event);
        return bytes < 0 ? Marshal.GetLastPInvokeError() : 0;
    }

    public void Dispose() => _file.Dispose();
}
