using System.Device.Gpio;

namespace Estate.Adapters.Gpio;

/// <summary>A line that is there: as the plan calls it, on which chip, and its place on it.</summary>
internal sealed record FoundLine(LineAddress Address, string Chip, int Offset);

/// <summary>The GPIO chips of the machine at this moment, to find lines on.</summary>
internal interface IPinBoard : IDisposable
{
    /// <summary>Not null when there is no chip at all to look at.</summary>
    string? Problem { get; }

    /// <summary>Null, and a problem for people, when there is not exactly one such line.</summary>
    FoundLine? Find(LineAddress address, out string problem);

    /// <exception cref="IOException">The chip cannot be used.</exception>
    (GpioDriver Driver, IEdgeStreams Streams) Open(string chip, EventLoop loop);

    /// <summary>Why these lines could not be had, and what to do about it.</summary>
    string Explain(IOException failure, IReadOnlyList<FoundLine> lines);
}
