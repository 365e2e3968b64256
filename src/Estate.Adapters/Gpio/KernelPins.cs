namespace Estate.Adapters.Gpio;

/// <summary>
/// The machine's own lines, through the kernel's GPIO interface, version 2. One thread reads all lines and runs all
/// handlers; an exception in a handler ends the process. Dispose drives all outputs inactive before it lets go of them,
/// since the kernel of a Raspberry Pi leaves a line as it was.
/// </summary>
public sealed class KernelPins : IPins
{
    private const long RefreshNs = Monotonic.Second;
    private const long RetryNs = 5 * Monotonic.Second;

    private readonly TimeProvider _time;
    private readonly Dictionary<string, OutputLine> _outputs;
    private readonly LineHolder _holder;
    private readonly WakeSignal _wake = new();
    private readonly LinePoll _poll;
    private readonly Thread _thread;
    private volatile bool _isStopping;
    private volatile string? _problem = "not started";
    private int _isDisposed;
    private bool _wasHeld;

    /// <exception cref="ArgumentException">The plan contradicts itself.</exception>
    public KernelPins(PinPlan plan, TimeProvider time)
        : this(plan, time, Pins.DeviceFolder)
    {
    }

    internal KernelPins(PinPlan plan, TimeProvider time, string deviceFolder)
    {
        KernelAbi.Check();
        plan.Check();
        _time = time;
        _outputs = plan.Outputs.ToDictionary(pin => pin.Name, pin => new OutputLine(pin));
        _holder = new(plan, _outputs, this, deviceFolder);
        _poll = new(_wake);
        _thread = new(Run, maxStackSize: 256 * 1024) { IsBackground = true, Name = "gpio" };
    }

    public string Description => "kernel GPIO";

    public bool IsSimulated => false;

    public string? Problem => _problem;

    public Action<string, bool>? InputChanged { get; set; }

    public Action<string, WireFrame>? FrameRead { get; set; }

    public Action<string, string>? FrameDiscarded { get; set; }

    public Action<IReadOnlyDictionary<string, bool>>? Refreshed { get; set; }

    public void Start() => _thread.Start();

    public bool Drive(string name, bool active) =>
        _outputs.TryGetValue(name, out var output)
            ? output.Drive(active)
            : throw new ArgumentException($"there is no output '{name}'; there are {string.Join(", ", _outputs.Keys)}", nameof(name));

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) != 0)
            return;
        _isStopping = true;
        _wake.Raise();
        if (Thread.CurrentThread == _thread)
            return;
        if (_thread.IsAlive)
            _thread.Join();
        _wake.Dispose();
    }

    private void Run()
    {
        var retryAt = Monotonic.NowNs(_time);
        var refreshAt = retryAt;
        while (!_isStopping)
        {
            var now = Monotonic.NowNs(_time);
            if (now >= retryAt)
            {
                _holder.Hold();
                retryAt = now + RetryNs;
                // Before anybody is told of levels: who hears of them may ask at once whether all is well.
                _problem = _holder.Problem;
            }
            if (now >= refreshAt)
            {
                Refresh();
                refreshAt = now + RefreshNs;
            }
            _holder.DropGone();
            _problem = _holder.Problem;
            var due = _holder.Held.Min(lines => lines.DueNs) ?? long.MaxValue;
            Serve(Math.Min(due, Math.Min(retryAt, refreshAt)) - Monotonic.NowNs(_time));
        }
        _problem = "stopped";
        foreach (var output in _outputs.Values)
            output.Release();
        _holder.Dispose();
    }

    private void Serve(long timeoutNs)
    {
        var readable = _poll.Wait(_holder.Held, timeoutNs);
        // Taken before reading: what happened until now is then in hand when a frame is judged to be over.
        var now = Monotonic.NowNs(_time);
        foreach (var lines in _holder.Held)
            if (readable.Contains(lines) || lines.DueNs <= now)
                lines.ReadEvents(now);
    }

    private void Refresh()
    {
        var levels = new Dictionary<string, bool>();
        foreach (var lines in _holder.Held)
        {
            lines.Probe();
            if (!lines.IsGone && lines is HeldInputs inputs)
                inputs.Report(levels);
        }
        // Once more when the last line is gone: then nothing is known any more.
        var isHeld = _holder.Held.Any(lines => !lines.IsGone);
        if (isHeld || _wasHeld)
            Refreshed?.Invoke(levels);
        _wasHeld = isHeld;
    }
}
