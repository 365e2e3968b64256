using Microsoft.Win32.SafeHandles;

namespace Estate.Adapters.Gpio;

/// <summary>A file that becomes readable when it is raised, to end a poll.</summary>
internal sealed unsafe class WakeSignal : IDisposable
{
    private readonly SafeFileHandle _file = LibC.OpenEvent();

    internal int Descriptor => (int)_file.DangerousGetHandle();

    internal void Raise()
    {
        var one = 1UL;
        _ = LibC.Write(_file, &one, sizeof(ulong));
    }

    /// <summary>Until it is raised again, it is silent.</summary>
    internal void Clear()
    {
        ulong raised;
        _ = LibC.Read(_file, &raised, sizeof(ulong));
    }

    public void Dispose() => _file.Dispose();
}
