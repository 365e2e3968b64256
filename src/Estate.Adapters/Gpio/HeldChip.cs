using System.Device.Gpio;

namespace Estate.Adapters.Gpio;

/// <summary>The lines held on one chip. For the reading thread.</summary>
internal sealed class HeldChip(GpioController controller, Action wake) : IDisposable
{
    private readonly List<(InputPin Pin, int Offset)> _inputs = [];
    private readonly List<OutputPin> _outputs = [];

    /// <summary>Why it can be read no more.</summary>
    internal string? Fault { get; private set; }

    internal IEnumerable<InputPin> Inputs => _inputs.Select(input => input.Pin);

    internal IEnumerable<string> Names => Inputs.Select(input => input.Line.Name).Concat(_outputs.Select(output => output.Line.Name));

    /// <summary>Throws whatever the library throws where the line cannot be had.</summary>
    internal void Hold(InputPin pin, int offset)
    {
        controller.OpenPin(offset, ModeOf(pin.Line.Bias, offset));
        // A change is only a hint to look: it has no time, and can be missing for good.
        controller.RegisterCallbackForPinValueChangedEvent(offset, PinEventTypes.Rising | PinEventTypes.Falling, (_, _) => wake());
        _inputs.Add((pin, offset));
    }

    internal void Hold(OutputPin pin, int offset)
    {
        pin.Attach(controller, offset);
        _outputs.Add(pin);
    }

    /// <summary>Reads all inputs and tells of each that changed.</summary>
    internal void Read(long nowNs, Action<string, bool>? changed)
    {
        foreach (var (pin, offset) in _inputs)
        {
            if (Fault is not null)
                return;
            bool isHigh;
            try
            {
                isHigh = controller.Read(offset) == PinValue.High;
            }
            catch (Exception failure)
            {
                Fault = $"{pin.Line.Name} (line {pin.Line.Line}) cannot be read: {failure.Message}; look at the wiring and supply of the chip";
                return;
            }
            if (pin.Take(isHigh, nowNs))
                changed?.Invoke(pin.Line.Name, pin.Level!.Value);
        }
    }

    /// <summary>Lets go of all lines.</summary>
    public void Dispose()
    {
        _outputs.ForEach(output => output.Detach());
        _inputs.ForEach(input => input.Pin.Forget());
        try
        {
            controller.Dispose();
        }
        catch (Exception)
        {
            // A chip that is gone cannot be let go of.
        }
    }

    /// <summary>A chip without a resistor ignores the wish, so a long wire needs its own.</summary>
    private PinMode ModeOf(PinBias bias, int offset)
    {
        var mode = bias switch
        {
            PinBias.PullUp => PinMode.InputPullUp,
            PinBias.PullDown => PinMode.InputPullDown,
            _ => PinMode.Input,
        };
        return controller.IsPinModeSupported(offset, mode) ? mode : PinMode.Input;
    }
}
