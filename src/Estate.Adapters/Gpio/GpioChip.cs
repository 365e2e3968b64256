using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Estate.Adapters.Gpio;

/// <summary>One GPIO chip, open for as long as lines are looked up and requested.</summary>
internal sealed unsafe class GpioChip : IDisposable
{
    internal const string Consumer = "estate";

    /// <summary>The most the kernel grants: readers send while this process is still starting.</summary>
    private const uint EventBufferSize = 1024;

    private readonly SafeFileHandle _file;

    /// <exception cref="IOException">Its HResult is the error number.</exception>
    internal GpioChip(string path)
    {
        _file = LibC.OpenDevice(path);
        var info = default(KernelAbi.ChipInfo);
        if (LibC.Ioctl(_file, KernelAbi.GetChipInfo, &info) < 0)
        {
            var failure = LibC.Failure(path);
            _file.Dispose();
            throw failure;
        }
        (Path, Name, Label, LineCount) = (path, info.Name.ToString(), info.Label.ToString(), (int)info.Lines);
    }

    internal string Path { get; }

    /// <summary>The kernel's own, such as gpiochip0: identifies a chip behind two symbolic links.</summary>
    internal string Name { get; }

    internal string Label { get; }

    internal int LineCount { get; }

    /// <summary>Its name, and who holds it (both are often empty), and whether it is an output now.</summary>
    internal (string Name, string Consumer, bool IsOutput) Describe(int offset)
    {
        var info = new KernelAbi.LineInfo { Offset = (uint)offset };
        return LibC.Ioctl(_file, KernelAbi.GetLineInfo, &info) < 0
            ? throw LibC.Failure($"{Label}:{offset}")
            : (info.Name.ToString(), info.Consumer.ToString(), (info.Flags & KernelAbi.Output) != 0);
    }

    /// <exception cref="IOException">Its HResult is the error number; no line is held then.</exception>
    internal LineRequest Request(ReadOnlySpan<int> offsets, KernelAbi.Config config)
    {
        var request = new KernelAbi.Request { Config = config, LineCount = (uint)offsets.Length };
        for (var i = 0; i < offsets.Length; i++)
            request.Offsets[i] = (uint)offsets[i];
        request.EventBufferSize = EventBufferSize;
        Encoding.UTF8.GetBytes(Consumer, request.Consumer);
        return LibC.Ioctl(_file, KernelAbi.GetLine, &request) < 0 ? throw LibC.Failure(Label) : new(request.Descriptor);
    }

    public void Dispose() => _file.Dispose();
}
