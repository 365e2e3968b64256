using System.Device.Gpio;

namespace Estate.Adapters.Gpio;

/// <summary>An input: its level as it is found, and each change.</summary>
internal sealed class InputPin(PinLine line, Action<string, bool> changed) : IHeldPin
{
    private GpioController? _controller;
    private int _offset;

    public string Name => line.Name;

    public IReadOnlyList<LineAddress> Lines { get; } = [line.Line];

    /// <summary>Active or not; null until it was read.</summary>
    internal bool? Level { get; private set; }

    public void Attach(GpioController controller, IEdgeStreams streams, IReadOnlyList<int> offsets)
    {
        _offset = offsets[0];
        streams.Shape(_offset, new(line.Bias, line.Debounce));
        controller.OpenPin(_offset, line.Bias switch
        {
            PinBias.PullUp => PinMode.InputPullUp,
            PinBias.PullDown => PinMode.InputPullDown,
            _ => PinMode.Input,
        });
        // Before it is read, so that a change in between raises an event.
        controller.RegisterCallbackForPinValueChangedEvent(_offset, PinEventTypes.Rising | PinEventTypes.Falling, OnValueChanged);
        _controller = controller;
        Probe();
    }

    public void Probe()
    {
        if (_controller is { } controller)
            Become(controller.Read(_offset) == PinValue.High);
    }

    public void Detach() => (_controller, Level) = (null, null);

    private void OnValueChanged(object sender, PinValueChangedEventArgs change) => Become(change.ChangeType == PinEventTypes.Rising);

    private void Become(bool isHigh)
    {
        var isActive = isHigh != line.IsActiveLow;
        if (Level == isActive)
            return;
        Level = isActive;
        changed(line.Name, isActive);
    }
}
