using System.Device.Gpio;

namespace Estate.Adapters.Gpio;

/// <summary>One edge: the kernel's time of it, its number among all edges of its stream (from 1), and its line.</summary>
internal readonly record struct LineEdge(long TimestampNs, uint Number, int Pin, bool IsRising);

/// <summary>What the kernel does for a line and PinMode has no word for.</summary>
internal readonly record struct LineShape(PinBias Bias, TimeSpan Debounce);

/// <summary>
/// What a GpioDriver cannot say: edges of several lines in one ordered stream, and the shape of a line. Its
/// callbacks are of one line each and have no time, so which of two wires was first is lost.
/// </summary>
internal interface IEdgeStreams
{
    /// <summary>Before the pin is opened. A chip without resistors ignores the bias.</summary>
    void Shape(int pin, LineShape shape);

    /// <summary>
    /// Takes the lines together, so that their edges are numbered together. Of pulses shorter than 100 µs one edge only:
    /// asked for both, the kernel reads the level after the interrupt, when the pulse is long over.
    /// </summary>
    /// <exception cref="IOException">A line is not available; the HResult is the error number.</exception>
    IEdgeStream Watch(IReadOnlyList<int> pins, PinBias bias, PinEventTypes edges, IEdgeListener listener);
}

/// <summary>Lines that are watched together, until it is disposed.</summary>
internal interface IEdgeStream : IDisposable
{
    /// <exception cref="IOException">The chip does not answer; the HResult is the error number.</exception>
    void Check();
}

/// <summary>Called by the thread of the <see cref="EventLoop"/>.</summary>
internal interface IEdgeListener
{
    /// <summary>When it wants <see cref="Complete"/> though no edge came.</summary>
    long? DueNs { get; }

    void Add(in LineEdge edge);

    /// <summary>All edges that happened before <paramref name="nowNs"/> have been added.</summary>
    void Complete(long nowNs);
}
