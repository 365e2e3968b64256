using System.Collections.Concurrent;
using System.Device.Gpio;
using Estate.Adapters.Gpio;

namespace Estate.Adapters.Tests.Gpio;

/// <summary>A chip of eight lines that a test moves and looks at; what it says is received on the loop, as the kernel's is.</summary>
internal sealed class ScriptedDriver : GpioDriver, IEdgeStreams, IEventSource
{
    private readonly ConcurrentDictionary<int, PinValue> _levels = new();
    private readonly ConcurrentDictionary<int, PinMode> _modes = new();
    private readonly ConcurrentDictionary<int, PinChangeEventHandler> _watchers = new();
    private readonly ConcurrentQueue<Action> _waiting = new();
    private readonly List<(IReadOnlyList<int> Pins, IEdgeListener Listener)> _streams = [];
    private EventLoop? _loop;
    private uint _number;

    /// <summary>Events have stopped in silence.</summary>
    internal bool IsDeaf { get; set; }

    /// <summary>The chip was taken away.</summary>
    internal bool IsGone { get; set; }

    /// <summary>It is there and does not answer, as an expander whose bus is disturbed.</summary>
    internal bool IsDisturbed { get; set; }

    /// <summary>Lines that another program holds.</summary>
    internal HashSet<int> Busy { get; } = [];

    /// <summary>What answers to what is driven.</summary>
    internal Action<int, bool>? Driven { get; set; }

    /// <summary>What happens while an edge is waited for; the wait itself ends at once.</summary>
    internal Action? Awaited { get; set; }

    internal bool IsDisposed { get; private set; }

    internal IReadOnlyDictionary<int, PinMode> Modes => _modes;

    internal ConcurrentDictionary<int, LineShape> Shapes { get; } = new();

    int IEventSource.Descriptor => -1;

    long? IEventSource.DueNs => _waiting.IsEmpty ? _streams.Min(stream => stream.Listener.DueNs) : 0;

    protected override int PinCount => 8;

    internal bool IsHigh(int pin) => _levels.GetValueOrDefault(pin) == PinValue.High;

    internal void Set(int pin, bool high)
    {
        _levels[pin] = high;
        if (!IsDeaf && _watchers.TryGetValue(pin, out var watcher))
            Later(() => watcher(this, new(high ? PinEventTypes.Rising : PinEventTypes.Falling, pin)));
    }

    /// <summary>A pulse on a watched line, at its own time; <paramref name="lost"/> more were missed before it.</summary>
    internal void Pulse(int pin, long timestampNs, uint lost = 0)
    {
        _number += lost;
        Edge(pin, timestampNs, isRising: false);
    }

    internal void Edge(int pin, long timestampNs, bool isRising)
    {
        var edge = new LineEdge(timestampNs, ++_number, pin, isRising);
        Later(() =>
        {
            foreach (var (_, listener) in _streams.Where(stream => stream.Pins.Contains(pin)))
                listener.Add(edge);
        });
    }

    internal ScriptedDriver On(EventLoop loop)
    {
        _loop = loop;
        loop.Add(this);
        return this;
    }

    void IEventSource.Serve(long nowNs)
    {
        while (_waiting.TryDequeue(out var next))
            next();
        foreach (var (_, listener) in _streams)
            listener.Complete(nowNs);
    }

    public void Shape(int pin, LineShape shape) => Shapes[pin] = shape;

    public IEdgeStream Watch(IReadOnlyList<int> pins, PinBias bias, PinEventTypes edges, IEdgeListener listener)
    {
        foreach (var pin in pins)
            OpenPin(pin);
        _streams.Add((pins, listener));
        return new Stream(this, listener);
    }

    protected override void OpenPin(int pinNumber)
    {
        Check();
        if (Busy.Contains(pinNumber))
            throw new IOException("busy", LibC.Busy);
    }

    protected override void ClosePin(int pinNumber) => _modes.TryRemove(pinNumber, out _);

    protected override PinMode GetPinMode(int pinNumber) => _modes[pinNumber];

    protected override bool IsPinModeSupported(int pinNumber, PinMode mode) => true;

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
        Driven?.Invoke(pinNumber, value == PinValue.High);
    }

    protected override WaitForEventResult WaitForEvent(int pinNumber, PinEventTypes eventTypes, CancellationToken cancellationToken)
    {
        Awaited?.Invoke();
        return new() { TimedOut = true };
    }

    protected override void AddCallbackForPinValueChangedEvent(int pinNumber, PinEventTypes eventTypes, PinChangeEventHandler callback) =>
        _watchers[pinNumber] = callback;

    protected override void RemoveCallbackForPinValueChangedEvent(int pinNumber, PinChangeEventHandler callback) =>
        _watchers.TryRemove(pinNumber, out _);

    protected override void Dispose(bool disposing)
    {
        IsDisposed = true;
        _loop?.Remove(this);
        base.Dispose(disposing);
    }

    private void Later(Action action)
    {
        _waiting.Enqueue(action);
        _loop?.Wake();
    }

    private void Check()
    {
        if (IsGone)
            throw new IOException("no such device", LibC.NoDevice);
        if (IsDisturbed)
            throw new IOException("remote I/O error", 121);
    }

    private sealed class Stream(ScriptedDriver driver, IEdgeListener listener) : IEdgeStream
    {
        public void Check() => driver.Check();

        public void Dispose() => driver._streams.RemoveAll(stream => stream.Listener == listener);
    }
}
