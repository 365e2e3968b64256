using System.Device.Gpio;

namespace Estate.Adapters.Gpio;

/// <summary>What an output shall be, and the line that makes it so while it is held. Drive is for any thread.</summary>
internal sealed class OutputPin(PinLine line) : IHeldPin
{
    private readonly Lock _lock = new();
    private GpioController? _controller;
    private int _offset;
    private bool _isWanted;
    private string? _fault;

    public string Name => line.Name;

    public IReadOnlyList<LineAddress> Lines { get; } = [line.Line];

    /// <summary>Why the chip would not take the value.</summary>
    public string? Fault
    {
        get
        {
            lock (_lock)
                return _fault;
        }
    }

    private PinValue Wanted => _isWanted != line.IsActiveLow;

    /// <returns>False when the line cannot be driven now.</returns>
    internal bool Drive(bool active)
    {
        lock (_lock)
        {
            _isWanted = active;
            return Apply();
        }
    }

    /// <summary>The line comes up as it is wanted, without a pulse of the other level before.</summary>
    public void Attach(GpioController controller, IEdgeStreams streams, IReadOnlyList<int> offsets)
    {
        lock (_lock)
        {
            streams.Shape(offsets[0], new(line.Bias, TimeSpan.Zero));
            controller.OpenPin(offsets[0], PinMode.Output, Wanted);
            (_controller, _offset, _fault) = (controller, offsets[0], null);
        }
    }

    /// <summary>Drives again what the chip would not take before.</summary>
    public void Probe()
    {
        // Not under the lock: who drives a lock must not wait for a chip on a slow bus.
        _controller?.Read(_offset);
        lock (_lock)
            if (_fault is not null)
                Apply();
    }

    public void Detach()
    {
        lock (_lock)
            (_controller, _fault) = (null, null);
    }

    /// <summary>The end: inactive, and then let go of.</summary>
    internal void Release()
    {
        Drive(false);
        Detach();
    }

    private bool Apply()
    {
        if (_controller is null)
            return false;
        try
        {
            _controller.Write(_offset, Wanted);
            _fault = null;
        }
        catch (IOException failure)
        {
            _fault = $"{line.Name} (line {line.Line}) cannot be driven: {failure.Message}; look at the wiring and supply of the chip";
        }
        return _fault is null;
    }
}
