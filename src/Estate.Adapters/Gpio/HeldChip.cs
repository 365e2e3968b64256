using System.Device.Gpio;

namespace Estate.Adapters.Gpio;

/// <summary>What is held on one chip, under one GpioController. For the loop's thread.</summary>
internal sealed class HeldChip : IDisposable
{
    private readonly GpioController _controller;
    private readonly IEdgeStreams _streams;
    private readonly List<IHeldPin> _pins = [];
    private readonly Dictionary<IHeldPin, string> _faults = [];

    internal HeldChip((GpioDriver Driver, IEdgeStreams Streams) open) => (_controller, _streams) = (new(open.Driver), open.Streams);

    internal IReadOnlyList<IHeldPin> Pins => _pins;

    /// <summary>It was taken away: nothing can be done with its lines any more.</summary>
    internal bool IsGone { get; private set; }

    /// <summary>The lines that are held, and yet do not answer or cannot be driven.</summary>
    internal IEnumerable<string> Faults => _faults.Values.Concat(_pins.Select(pin => pin.Fault).OfType<string>());

    /// <exception cref="IOException">A line is not available; none of the pin is held then.</exception>
    internal void Hold(IHeldPin pin, IReadOnlyList<int> offsets)
    {
        try
        {
            pin.Attach(_controller, _streams, offsets);
        }
        catch (IOException)
        {
            pin.Detach();
            // The controller counts a line as open although it could not be set up.
            foreach (var offset in offsets.Where(_controller.IsPinOpen))
                _controller.ClosePin(offset);
            throw;
        }
        _pins.Add(pin);
    }

    /// <summary>Asks for the levels of all inputs and drives again what could not be driven.</summary>
    internal void Probe()
    {
        foreach (var pin in _pins)
            try
            {
                pin.Probe();
                _faults.Remove(pin);
            }
            catch (IOException failure)
            {
                IsGone |= failure.HResult == LibC.NoDevice;
                _faults[pin] = $"{pin.Name} cannot be read: {LibC.Describe(failure.HResult)}; look at the wiring and supply of the chip";
            }
    }

    /// <summary>The levels that were read without a fault.</summary>
    internal void Report(Dictionary<string, bool> levels)
    {
        foreach (var input in _pins.OfType<InputPin>())
            if (input.Level is { } level && !_faults.ContainsKey(input))
                levels[input.Name] = level;
    }

    /// <summary>Lets go of all lines.</summary>
    public void Dispose()
    {
        _pins.ForEach(pin => pin.Detach());
        _controller.Dispose();
    }
}
