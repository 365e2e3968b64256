using Microsoft.Win32.SafeHandles;

namespace Estate.Adapters.Gpio;

/// <summary>Lines the kernel has given to us, in one file. An IOException's HResult is the error number.</summary>
internal sealed unsafe class LineRequest : IDisposable
{
    private readonly SafeFileHandle _file;

    internal LineRequest(int descriptor)
    {
        _file = new(descriptor, ownsHandle: true);
        LibC.NeverBlock(_file);
    }

    internal int Descriptor => (int)_file.DangerousGetHandle();

    /// <summary>Bit n is the nth line of the request, 1 for a high voltage.</summary>
    /// <exception cref="IOException">The chip does not answer.</exception>
    internal ulong GetValues(ulong mask)
    {
        var values = new KernelAbi.Values { Mask = mask };
        return LibC.Ioctl(_file, KernelAbi.GetValues, &values) < 0 ? throw LibC.Failure("reading") : values.Bits;
    }

    /// <exception cref="IOException">The chip does not answer.</exception>
    internal void SetValues(ulong mask, ulong bits)
    {
        var values = new KernelAbi.Values { Mask = mask, Bits = bits };
        if (LibC.Ioctl(_file, KernelAbi.SetValues, &values) < 0)
            throw LibC.Failure("driving");
    }

    /// <exception cref="IOException">The chip cannot do this.</exception>
    internal void Configure(KernelAbi.Config config)
    {
        if (LibC.Ioctl(_file, KernelAbi.SetConfig, &config) < 0)
            throw LibC.Failure("setting up");
    }

    /// <summary>What waits, up to the length of <paramref name="events"/>; never waits itself.</summary>
    /// <returns>How many; 0 also when the chip is gone, which the next <see cref="GetValues"/> says.</returns>
    internal int Read(Span<KernelAbi.Event> events)
    {
        fixed (KernelAbi.Event* first = events)
            return Math.Max(0, (int)LibC.Read(_file, first, (nuint)(events.Length * sizeof(KernelAbi.Event)))) / sizeof(KernelAbi.Event);
    }

    public void Dispose() => _file.Dispose();
}
