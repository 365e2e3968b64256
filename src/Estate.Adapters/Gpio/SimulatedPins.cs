namespace Estate.Adapters.Gpio;

/// <summary>
/// Pins without hardware, played over a Unix socket, one line each way. To the gateway: <c>set NAME 0|1</c> (active or
/// not), <c>frame NAME BITS</c>, <c>pins</c>; each is answered <c>ok</c> or <c>error TEXT</c>, after the list for pins.
/// From it, unasked: <c>out NAME 0|1</c> for each output, first as it is and then as it changes. Bias, debounce and
/// active-low are of wires and not played.
/// </summary>
internal sealed class SimulatedPins : IPins
{
    private static readonly TimeSpan RefreshInterval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan RetryInterval = TimeSpan.FromSeconds(5);

    private readonly PinPlan _plan;
    private readonly TimeProvider _time;
    private readonly PinSocket _socket;
    private readonly Dictionary<string, SimulatedReader> _readers;
    private readonly Dictionary<string, bool> _inputs;
    private readonly Dictionary<string, bool> _outputs;

    /// <summary>Held while a handler runs, so that they run one at a time. Never taken by Drive.</summary>
    private readonly Lock _turn = new();
    private readonly Lock _outputsLock = new();
    private ITimer? _timer;
    private long _triedAt;
    private volatile string? _problem = "not started";
    private volatile bool _isDisposed;
    private PinEvents _events = PinEvents.Ignored;

    /// <exception cref="ArgumentException">The plan contradicts itself.</exception>
    public SimulatedPins(PinPlan plan, string socketPath, TimeProvider time)
    {
        plan.Check();
        (_plan, _time) = (plan, time);
        Description = $"simulated pins at {socketPath}";
        _socket = new(socketPath, Answer, time);
        _readers = plan.Readers.ToDictionary(reader => reader.Name, reader => new SimulatedReader(reader, () => _events));
        _inputs = plan.Inputs.ToDictionary(pin => pin.Name, _ => false);
        _outputs = plan.Outputs.ToDictionary(pin => pin.Name, _ => false);
        foreach (var (name, active) in _outputs)
            _socket.Announce(name, PinCommands.Level("out", name, active));
    }

    public string Description { get; }

    public bool IsSimulated => true;

    public string? Problem => _problem;

    public void Start(PinEvents events)
    {
        lock (_turn)
        {
            _events = events;
            foreach (var (name, active) in _inputs)
                _events.InputChanged(name, active);
            Listen();
            _timer = _time.CreateTimer(_ => Refresh(), null, TimeSpan.Zero, RefreshInterval);
        }
    }

    public bool Drive(string name, bool active)
    {
        lock (_outputsLock)
        {
            if (!_outputs.ContainsKey(name))
                throw new ArgumentException($"there is no output '{name}'; there are {string.Join(", ", _outputs.Keys)}", nameof(name));
            _outputs[name] = active;
            _socket.Announce(name, PinCommands.Level("out", name, active));
            return !_isDisposed;
        }
    }

    public void Dispose()
    {
        lock (_turn)
        {
            _isDisposed = true;
            _problem = "stopped";
            _timer?.Dispose();
            _socket.Dispose();
        }
    }

    private void Listen()
    {
        _triedAt = _time.GetTimestamp();
        _problem = _socket.TryListen();
    }

    private void Refresh()
    {
        lock (_turn)
        {
            if (_isDisposed)
                return;
            if (_problem is not null && _time.GetElapsedTime(_triedAt) >= RetryInterval)
                Listen();
            _events.Refreshed(new Dictionary<string, bool>(_inputs));
        }
    }

    private string Answer(string line)
    {
        var (verb, name, value) = PinCommands.Split(line);
        lock (_turn)
        {
            if (_isDisposed)
                return PinCommands.Error("the gateway is stopping");
            return verb switch
            {
                "set" => Set(name, value),
                "frame" => PlayFrame(name, value),
                "pins" when name.Length == 0 => List(),
                _ => PinCommands.Error($"'{line.Trim()}' is not known; there are: {PinCommands.Known}"),
            };
        }
    }

    private string Set(string name, string value)
    {
        if (!_inputs.TryGetValue(name, out var before))
            return PinCommands.Error($"there is no input '{name}'; there are: {string.Join(", ", _inputs.Keys)}");
        if (value is not ("0" or "1"))
            return PinCommands.Error($"'{value}' is no level: set {name} 1 for active, 0 for not");
        var active = value == "1";
        _inputs[name] = active;
        if (active != before)
            _events.InputChanged(name, active);
        return PinCommands.Ok;
    }

    private string PlayFrame(string name, string bits)
    {
        if (!_readers.TryGetValue(name, out var reader))
            return PinCommands.Error($"there is no reader '{name}'; there are: {string.Join(", ", _readers.Keys)}");
        if (bits.Length == 0 || bits.Any(bit => bit is not ('0' or '1')))
            return PinCommands.Error($"a frame is written in 0 and 1: frame {name} 10110");
        return reader.Play(bits, Monotonic.NowNs(_time)) is { } reason ? PinCommands.Error($"the frame was discarded: {reason}")
            : PinCommands.Ok;
    }

    private string List()
    {
        lock (_outputsLock)
        {
            var lines = _plan.Outputs.Select(pin => PinCommands.Level("output", pin.Name, _outputs[pin.Name]))
                .Concat(_plan.Inputs.Select(pin => PinCommands.Level("input", pin.Name, _inputs[pin.Name])))
                .Concat(_plan.Readers.Select(reader => $"reader {reader.Name}"));
            return string.Join('\n', lines.Append(PinCommands.Ok));
        }
    }
}
