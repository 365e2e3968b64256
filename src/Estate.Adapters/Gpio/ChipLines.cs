using System.Device.Gpio;

namespace Estate.Adapters.Gpio;

/// <summary>
/// The lines of one chip beside or instead of a bus, counted from 0, with an event loop of their own. For the chip's thread.
/// </summary>
internal sealed class ChipLines : IDisposable
{
    private readonly EventLoop _loop;
    private readonly IEdgeStreams _streams;
    private readonly GpioController _controller;
    private readonly IReadOnlyList<int> _offsets;

    private ChipLines(EventLoop loop, (GpioDriver Driver, IEdgeStreams Streams) open, IReadOnlyList<int> offsets)
    {
        (_loop, _streams, _offsets, _controller) = (loop, open.Streams, offsets, new(open.Driver));
        loop.Start();
    }

    /// <exception cref="IOException">A line is not available; says which, why, and what to do.</exception>
    internal static ChipLines Open(IPinBoard board, IReadOnlyList<LineAddress> lines, TimeProvider time)
    {
        var found = lines.Select(line => board.Problem is { } none ? throw new IOException(none)
            : board.Find(line, out var problem) ?? throw new IOException(problem)).ToList();
        if (found.Select(line => line.Chip).Distinct().Count() > 1)
            throw new IOException($"lines {string.Join(" and ", lines)} must be of one GPIO chip");
        var loop = new EventLoop(time);
        try
        {
            return new(loop, board.Open(found[0].Chip, loop), [.. found.Select(line => line.Offset)]);
        }
        catch (IOException failure)
        {
            loop.Dispose();
            throw new IOException(board.Explain(failure, found), failure);
        }
    }

    /// <summary>For a library that moves lines itself; it stays open until all this is closed.</summary>
    internal GpioController Controller => _controller;

    /// <summary>What the controller calls a line.</summary>
    internal int OffsetOf(int line) => _offsets[line];

    /// <exception cref="IOException">It is not available, as with all below.</exception>
    internal void OpenOutput(int line, bool high = false) => _controller.OpenPin(_offsets[line], PinMode.Output, high);

    internal void OpenInput(int line) => _controller.OpenPin(_offsets[line], PinMode.Input);

    internal void Drive(int line, bool high) => _controller.Write(_offsets[line], high);

    internal bool IsHigh(int line) => _controller.Read(_offsets[line]) == PinValue.High;

    /// <summary>Until it is low, or falls, or the time is over.</summary>
    /// <returns>True when it is low.</returns>
    internal bool WaitForLow(int line, TimeSpan longest) =>
        !IsHigh(line) || !_controller.WaitForEvent(_offsets[line], PinEventTypes.Falling, longest).TimedOut || !IsHigh(line);

    /// <summary>Watches a line's edges, both ways.</summary>
    internal IEdgeStream Watch(int line, IEdgeListener listener) =>
        _streams.Watch([_offsets[line]], PinBias.AsIs, PinEventTypes.Rising | PinEventTypes.Falling, listener);

    public void Dispose()
    {
        _loop.Dispose();
        _controller.Dispose();
    }
}
