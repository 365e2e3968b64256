using System.Collections.Concurrent;
using System.Device.Gpio;

namespace Estate.Adapters.Gpio;

/// <summary>
/// One GPIO chip for a GpioController, through the kernel's GPIO interface, version 2, without a library. Each pin is a
/// request of its own, so a busy neighbour costs it nothing; callbacks run on the loop's thread, without another in between.
/// What fails is an IOException whose HResult is the error number.
/// </summary>
internal sealed class KernelGpioDriver : GpioDriver, IEdgeStreams
{
    private readonly GpioChip _chip;
    private readonly EventLoop _loop;
    private readonly ConcurrentDictionary<int, KernelLine> _lines = new();
    private readonly ConcurrentDictionary<int, LineShape> _shapes = new();
    private readonly ConcurrentDictionary<KernelEdgeStream, bool> _streams = new();

    /// <exception cref="IOException">It cannot be opened, or is no GPIO chip.</exception>
    internal KernelGpioDriver(string path, EventLoop loop) => (_chip, _loop) = (new(path), loop);

    protected override int PinCount => _chip.LineCount;

    public void Shape(int pin, LineShape shape) => _shapes[pin] = shape;

    public IEdgeStream Watch(IReadOnlyList<int> pins, PinBias bias, PinEventTypes edges, IEdgeListener listener)
    {
        var config = new KernelAbi.Config { Flags = KernelAbi.Input | KernelAbi.Edges(edges) | KernelAbi.Bias(bias) };
        var stream = new KernelEdgeStream(_chip.Request([.. pins], config), pins, listener, Forget);
        _streams[stream] = true;
        _loop.Add(stream);
        return stream;
    }

    protected override void OpenPin(int pinNumber) => _lines[pinNumber] = new(
        _chip.Request([pinNumber], default), _shapes.GetValueOrDefault(pinNumber),
        _chip.Describe(pinNumber).IsOutput ? PinMode.Output : PinMode.Input);

    protected override void ClosePin(int pinNumber)
    {
        if (!_lines.TryRemove(pinNumber, out var line))
            return;
        _loop.Remove(line);
        line.Dispose();
    }

    protected override void SetPinMode(int pinNumber, PinMode mode)
    {
        var line = LineOf(pinNumber);
        line.SetMode(mode, mode == PinMode.Output && line.Mode == PinMode.Output && line.IsHigh);
    }

    protected override void SetPinMode(int pinNumber, PinMode mode, PinValue initialValue) =>
        LineOf(pinNumber).SetMode(mode, initialValue == PinValue.High);

    protected override PinMode GetPinMode(int pinNumber) => LineOf(pinNumber).Mode;

    /// <summary>The kernel does not say what a chip can; one without resistors ignores the wish.</summary>
    protected override bool IsPinModeSupported(int pinNumber, PinMode mode) => Enum.IsDefined(mode);

    protected override PinValue Read(int pinNumber) => LineOf(pinNumber).IsHigh;

    protected override void Write(int pinNumber, PinValue value) => LineOf(pinNumber).Drive(value == PinValue.High);

    /// <exception cref="OperationCanceledException">Never: the result says so.</exception>
    protected override WaitForEventResult WaitForEvent(int pinNumber, PinEventTypes eventTypes, CancellationToken cancellationToken)
    {
        using var happened = new SemaphoreSlim(0);
        var seen = PinEventTypes.None;
        void Note(object sender, PinValueChangedEventArgs change)
        {
            if (seen == PinEventTypes.None)
                seen = change.ChangeType;
            happened.Release();
        }
        AddCallbackForPinValueChangedEvent(pinNumber, eventTypes, Note);
        try
        {
            happened.Wait(cancellationToken);
            return new() { EventTypes = seen };
        }
        catch (OperationCanceledException)
        {
            return new() { TimedOut = true };
        }
        finally
        {
            RemoveCallbackForPinValueChangedEvent(pinNumber, Note);
        }
    }

    protected override void AddCallbackForPinValueChangedEvent(int pinNumber, PinEventTypes eventTypes, PinChangeEventHandler callback)
    {
        var line = LineOf(pinNumber);
        if (line.Listen(pinNumber, eventTypes, callback))
            _loop.Add(line);
    }

    protected override void RemoveCallbackForPinValueChangedEvent(int pinNumber, PinChangeEventHandler callback)
    {
        var line = LineOf(pinNumber);
        if (line.Unlisten(callback))
            _loop.Remove(line);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            foreach (var pin in _lines.Keys)
                ClosePin(pin);
            foreach (var stream in _streams.Keys)
                stream.Dispose();
            _chip.Dispose();
        }
        base.Dispose(disposing);
    }

    private void Forget(KernelEdgeStream stream)
    {
        _loop.Remove(stream);
        _streams.TryRemove(stream, out _);
    }

    private KernelLine LineOf(int pin) =>
        _lines.TryGetValue(pin, out var line) ? line : throw new InvalidOperationException($"pin {pin} is not open");
}
