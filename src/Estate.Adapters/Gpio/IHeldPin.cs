using System.Device.Gpio;

namespace Estate.Adapters.Gpio;

/// <summary>An input, an output or a reader of the plan. All members but an output's Drive are for the loop's thread.</summary>
internal interface IHeldPin
{
    string Name { get; }

    /// <summary>Its line, or both wires; on one chip.</summary>
    IReadOnlyList<LineAddress> Lines { get; }

    /// <summary>Why it is held and yet does not do what it shall.</summary>
    string? Fault => null;

    /// <exception cref="IOException">A line is not available; the HResult is the error number.</exception>
    void Attach(GpioController controller, IEdgeStreams streams, IReadOnlyList<int> offsets);

    /// <summary>Asks the chip; this heals lost edges, and is how a removed chip shows itself while nothing moves.</summary>
    /// <exception cref="IOException">The chip does not answer; the HResult is the error number.</exception>
    void Probe();

    /// <summary>Not held any more: what was known is not known.</summary>
    void Detach();
}
