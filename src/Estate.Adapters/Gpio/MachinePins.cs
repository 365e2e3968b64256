namespace Estate.Adapters.Gpio;

/// <summary>
/// The machine's own lines, through one GpioController a chip. One thread reads all lines and runs all handlers. Dispose
/// drives all outputs inactive before it lets go of them, since the kernel of a Raspberry Pi leaves a line as it was.
/// </summary>
internal sealed class MachinePins : IPins, IEventSource
{
    private const long RefreshNs = Monotonic.Second;
    private const long RetryNs = 5 * Monotonic.Second;

    private readonly Dictionary<string, OutputPin> _outputs;
    private readonly PinHolder _holder;
    private readonly EventLoop _loop;
    private volatile string? _problem = "not started";
    private int _isDisposed;
    private long _retryAt;
    private long _refreshAt;
    private bool _wasHeld;
    private PinEvents _events = PinEvents.Ignored;

    /// <exception cref="ArgumentException">The plan contradicts itself.</exception>
    internal MachinePins(PinPlan plan, TimeProvider time, Func<IPinBoard> openBoard)
    {
        KernelAbi.Check();
        plan.Check();
        _loop = new(time);
        _outputs = plan.Outputs.ToDictionary(line => line.Name, line => new OutputPin(line));
        var inputs = plan.Inputs.Select(line => new InputPin(line, (name, active) => _events.InputChanged(name, active)));
        var readers = plan.Readers.Select(reader => new ReaderPins(
            reader, (name, frame) => _events.FrameRead(name, frame), (name, reason) => _events.FrameDiscarded(name, reason)));
        _holder = new([.. _outputs.Values, .. readers, .. inputs], openBoard, _loop);
        _loop.Add(this);
    }

    public string Description => "kernel GPIO";

    public bool IsSimulated => false;

    public string? Problem => _problem;

    int IEventSource.Descriptor => -1;

    long? IEventSource.DueNs => Math.Min(_retryAt, _refreshAt);

    public void Start(PinEvents events)
    {
        _events = events;
        _loop.Start();
    }

    public bool Drive(string name, bool active) =>
        _outputs.TryGetValue(name, out var output)
            ? output.Drive(active)
            : throw new ArgumentException($"there is no output '{name}'; there are {string.Join(", ", _outputs.Keys)}", nameof(name));

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) != 0)
            return;
        _loop.Dispose();
        _problem = "stopped";
        foreach (var output in _outputs.Values)
            output.Release();
        _holder.Dispose();
    }

    /// <summary>Takes what is not held, and looks at what is.</summary>
    void IEventSource.Serve(long nowNs)
    {
        if (nowNs >= _retryAt)
        {
            _retryAt = nowNs + RetryNs;
            _holder.Hold();
            // Before levels are reported again: a listener may check the health at once.
            _problem = _holder.Problem;
        }
        if (nowNs < _refreshAt)
            return;
        _refreshAt = nowNs + RefreshNs;
        var levels = _holder.Probe();
        _problem = _holder.Problem;
        // Once more when the last line is gone: then nothing is known any more.
        if (_holder.HoldsAny || _wasHeld)
            _events.Refreshed(levels);
        _wasHeld = _holder.HoldsAny;
    }
}
