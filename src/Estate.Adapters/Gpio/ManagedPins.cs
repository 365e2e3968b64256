namespace Estate.Adapters.Gpio;

/// <summary>
/// The machine's own lines through System.Device.Gpio. Its events carry no time and can stop in silence, so they only wake the
/// one thread that reads all inputs, which it does every tenth of a second anyway. Dispose drives all outputs inactive.
/// </summary>
public sealed class ManagedPins : IPins
{
    private const long LookNs = 100 * Monotonic.Millisecond;
    private const long RefreshNs = Monotonic.Second;
    private const long RetryNs = 5 * Monotonic.Second;

    private readonly TimeProvider _time;
    private readonly Dictionary<string, OutputPin> _outputs;
    private readonly PinKeeper _keeper;
    private readonly AutoResetEvent _wake = new(initialState: false);
    private readonly Thread _thread;
    private volatile bool _isStopping;
    private volatile string? _problem = "not started";
    private int _isDisposed;
    private bool _wasHeld;

    internal ManagedPins(PinPlan plan, TimeProvider time, Func<IPinBoard> look)
    {
        plan.Check();
        if (plan.Readers is [var reader, ..])
            throw new FormatException($"pins: {reader.Name} has data0 and data1, but these drivers (-p:Drivers=managed) cannot time the pulses of a two-wire reader. Give it a reader chip instead (chip: \"pn532 i2c 1:0x24\"), let a gate board read the cards and tell them over MQTT, or build the default drivers");
        _time = time;
        _outputs = plan.Outputs.ToDictionary(line => line.Name, line => new OutputPin(line));
        _keeper = new(plan, _outputs.Values, look, () => _wake.Set());
        _thread = new(Run, maxStackSize: 256 * 1024) { IsBackground = true, Name = "gpio" };
    }

    public string Description => "System.Device.Gpio";

    public bool IsSimulated => false;

    public string? Problem => _problem;

    public Action<string, bool>? InputChanged { get; set; }

    /// <summary>Never: there are no two-wire readers here.</summary>
    public Action<string, WireFrame>? FrameRead { get; set; }

    public Action<string, string>? FrameDiscarded { get; set; }

    public Action<IReadOnlyDictionary<string, bool>>? Refreshed { get; set; }

    /// <summary>The machine's lines where there are any or they are asked for, else simulated ones, which play two-wire readers, too.</summary>
    /// <exception cref="FormatException">The plan has a two-wire reader on real lines.</exception>
    /// <exception cref="ArgumentException">Another mode, or a plan that contradicts itself.</exception>
    public static IPins Open(PinPlan plan, string? mode, string socketPath, TimeProvider time) =>
        mode == "kernel" || (mode is null or "auto" && Pins.HasChip)
            ? new ManagedPins(plan, time, () => new MachineBoard())
            : Pins.Open(plan, mode, socketPath, time);

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
        _wake.Set();
        if (_thread.IsAlive && Thread.CurrentThread != _thread)
            _thread.Join();
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
                _keeper.Hold();
                retryAt = now + RetryNs;
                // Before anybody is told of levels: who hears of them may ask at once whether all is well.
                _problem = _keeper.Problem;
            }
            foreach (var chip in _keeper.Held)
                chip.Read(now, (name, active) => InputChanged?.Invoke(name, active));
            _keeper.DropGone();
            _problem = _keeper.Problem;
            if (now >= refreshAt)
            {
                Refresh();
                refreshAt = now + RefreshNs;
            }
            var due = _keeper.Held.SelectMany(chip => chip.Inputs).Min(input => input.DueNs) ?? long.MaxValue;
            var waitNs = Math.Clamp(due - Monotonic.NowNs(_time), Monotonic.Millisecond, LookNs);
            _wake.WaitOne(TimeSpan.FromMilliseconds(Math.Ceiling((double)waitNs / Monotonic.Millisecond)));
        }
        _problem = "stopped";
        foreach (var output in _outputs.Values)
            output.Release();
        _keeper.Dispose();
        _wake.Dispose();
    }

    private void Refresh()
    {
        var levels = _keeper.Held.SelectMany(chip => chip.Inputs).Where(input => input.Level is not null).ToDictionary(input => input.Line.Name, input => input.Level!.Value);
        // Once more when the last line is gone: then nothing is known any more.
        var isHeld = _keeper.Held.Any();
        if (isHeld || _wasHeld)
            Refreshed?.Invoke(levels);
        _wasHeld = isHeld;
    }
}
