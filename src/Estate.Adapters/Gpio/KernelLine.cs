using System.Device.Gpio;

namespace Estate.Adapters.Gpio;

/// <summary>One line of a GpioController, in a request of its own.</summary>
internal sealed class KernelLine(LineRequest request, LineShape shape, PinMode mode) : IEventSource, IDisposable
{
    private const int EventsPerRead = 64;

    private readonly Lock _lock = new();
    private volatile Listener[] _listeners = [];
    private PinMode _mode = mode;

    public int Descriptor => request.Descriptor;

    public long? DueNs => null;

    internal PinMode Mode => _mode;

    internal bool IsHigh => (request.GetValues(1) & 1) != 0;

    internal void Drive(bool high) => request.SetValues(1, high ? 1UL : 0UL);

    /// <summary>An output comes up as <paramref name="high"/>, without a pulse of the other level before.</summary>
    internal void SetMode(PinMode wanted, bool high)
    {
        lock (_lock)
        {
            Configure(wanted, high, _listeners);
            _mode = wanted;
        }
    }

    /// <returns>True for the first: the line has edges from now on.</returns>
    internal bool Listen(int pin, PinEventTypes types, PinChangeEventHandler callback)
    {
        lock (_lock)
        {
            if (_mode == PinMode.Output)
                throw new InvalidOperationException($"pin {pin} is an output; only inputs have edges");
            Listener[] all = [.. _listeners, new(pin, types, callback)];
            Configure(_mode, high: false, all);
            _listeners = all;
            return all.Length == 1;
        }
    }

    /// <returns>True for the last: the line has no edges any more.</returns>
    internal bool Unlisten(PinChangeEventHandler callback)
    {
        lock (_lock)
        {
            Listener[] rest = [.. _listeners.Where(listener => listener.Callback != callback)];
            var wasLast = rest.Length == 0 && _listeners.Length > 0;
            _listeners = rest;
            Configure(_mode, high: false, rest);
            return wasLast;
        }
    }

    /// <summary>Bounded: a line full of noise must not starve the others.</summary>
    public void Serve(long nowNs)
    {
        Span<KernelAbi.Event> events = stackalloc KernelAbi.Event[EventsPerRead];
        var count = request.Read(events);
        foreach (ref readonly var found in events[..count])
            RaiseChanged(found.Id == KernelAbi.RisingEvent ? PinEventTypes.Rising : PinEventTypes.Falling);
    }

    public void Dispose() => request.Dispose();

    private void RaiseChanged(PinEventTypes change)
    {
        foreach (var listener in _listeners)
            if ((listener.Types & change) != 0)
                listener.Callback(this, new(change, listener.Pin));
    }

    private void Configure(PinMode wanted, bool high, Listener[] listeners)
    {
        if (wanted == PinMode.Output)
        {
            var output = new KernelAbi.Config { Flags = KernelAbi.Output | KernelAbi.Bias(shape.Bias) };
            output.Add(KernelAbi.OutputValuesAttribute, high ? 1UL : 0UL, 1);
            request.Configure(output);
            return;
        }
        var types = listeners.Aggregate(PinEventTypes.None, (all, listener) => all | listener.Types);
        var input = new KernelAbi.Config { Flags = KernelAbi.Input | KernelAbi.Edges(types) | BiasOf(wanted) };
        if (shape.Debounce > TimeSpan.Zero)
            input.Add(KernelAbi.DebounceAttribute, (uint)shape.Debounce.TotalMicroseconds, 1);
        request.Configure(input);
    }

    private ulong BiasOf(PinMode wanted) => wanted switch
    {
        PinMode.InputPullUp => KernelAbi.BiasPullUp,
        PinMode.InputPullDown => KernelAbi.BiasPullDown,
        _ => KernelAbi.Bias(shape.Bias),
    };

    private sealed record Listener(int Pin, PinEventTypes Types, PinChangeEventHandler Callback);
}
