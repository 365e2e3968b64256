using System.Collections.Concurrent;
using System.Device.Gpio;

namespace Estate.Adapters.Tests.Gpio;

/// <summary>A chip of eight lines that a test moves and looks at.</summary>
internal sealed class ScriptedDriver : GpioDriver
{
    private readonly ConcurrentDictionary<int, PinValue> _levels = new();
    private readonly ConcurrentDictionary<int, PinMode> _modes = new();
    private readonly ConcurrentDictionary<int, PinChangeEventHandler> _watchers = new();

    /// <summary>Events have stopped in silence.</summary>
    internal bool IsDeaf { get; set; }

    /// <summary>The chip was taken away.</summary>
    internal bool IsGone { get; set; }

    internal bool IsDisposed { get; private set; }

    internal IReadOnlyDictionary<int, PinMode> Modes => _modes;

    protected override int PinCount => 8;

    internal bool IsHigh(int pin) => _levels.GetValueOrDefault(pin) == PinValue.High;

    internal void Set(int pin, bool high)
    {
        _levels[pin] = high;
        if (!IsDeaf && _watchers.TryGetValue(pin, out var watcher))
            watcher(this, new(high ? PinEventTypes.Rising : PinEventTypes.Falling, pin));
    }

    protected override void OpenPin(int pinNumber) => Check();

    protected override void ClosePin(int pinNumber) => _modes.TryRemove(pinNumber, out _);

    protected override PinMode GetPinMode(int pinNumber) => _modes[pinNumber];

    protected override bool IsPinModeSupported(int pinNumber, PinMode mode) => mode != PinMode.InputPullDown;

    protected override void SetPinMode(int pinNumber, PinMode mode) => _modes[pinNumber] = mode;

    protected override PinValue Read(int pinNumber)
    {
        Check();
        return _levels.GetValueOrDefault(pinNumber);
    }

    protected override void Write(int pinNumber, PinValue value)
    {
        Check();
        _levels[pinNumber] = value;
    }

    protected override WaitForEventResult WaitForEvent(int pinNumber, PinEventTypes eventTypes, CancellationToken cancellationToken) => throw new NotSupportedException();

    protected override void AddCallbackForPinValueChangedEvent(int pinNumber, PinEventTypes eventTypes, PinChangeEventHandler callback) => _watchers[pinNumber] = callback;

    protected override void RemoveCallbackForPinValueChangedEvent(int pinNumber, PinChangeEventHandler callback) => _watchers.TryRemove(pinNumber, out _);

    protected override void Dispose(bool disposing)
    {
        IsDisposed = true;
        base.Dispose(disposing);
    }

    private void Check()
    {
        if (IsGone)
            throw new IOException("no such device");
    }
}
