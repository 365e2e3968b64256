using System.Device.Gpio;

namespace Estate.Adapters.Gpio;

/// <summary>What an output shall be, and the line that makes it so while it is held. For any thread.</summary>
internal sealed class OutputPin(PinLine line)
{
    private readonly Lock _lock = new();
    private GpioController? _controller;
    private int _offset;
    private bool _isWanted;
    private string? _fault;

    internal PinLine Line => line;

    internal string? Fault
    {
        get
        {
            lock (_lock)
                return _fault;
        }
    }

    internal bool Drive(bool active)
    {
        lock (_lock)
        {
            _isWanted = active;
            return Apply();
        }
    }

    /// <summary>Takes the line; it comes up as it is wanted.</summary>
    internal void Attach(GpioController controller, int offset)
    {
        lock (_lock)
        {
            controller.OpenPin(offset, PinMode.Output, Wanted);
            (_controller, _offset, _fault) = (controller, offset, null);
        }
    }

    /// <summary>Drives again what the chip would not take before.</summary>
    internal void Retry()
    {
        lock (_lock)
            if (_fault is not null)
                Apply();
    }

    internal void Detach()
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

    private PinValue Wanted => _isWanted != line.IsActiveLow ? PinValue.High : PinValue.Low;

    private bool Apply()
    {
        if (_controller is null)
            return false;
        try
        {
            _controller.Write(_offset, Wanted);
            _fault = null;
        }
        catch (Exception failure)
        {
            _fault = $"{line.Name} (line {line.Line}) cannot be driven: {failure.Message}; look at the wiring and supply of the chip";
        }
        return _fault is null;
    }
}
