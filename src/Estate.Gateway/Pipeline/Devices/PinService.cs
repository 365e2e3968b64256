using Estate.Adapters.Gpio;
using Estate.Domain.Devices;
using Estate.Gateway.Configuration;
using NodaTime;

namespace Estate.Gateway.Pipeline.Devices;

/// <summary>
/// Devices that hang on this machine's own lines: what is read there goes to the loop ahead of all messages.
/// </summary>
internal sealed partial class PinService : BackgroundService
{
    /// <summary>All levels again, as a sign of life; changes go at once.</summary>
    private static readonly Duration LevelsEvery = Duration.FromSeconds(15);

    /// <summary>How long a start waits for what the wires say; without them it goes on.</summary>
    private static readonly TimeSpan FirstWord = TimeSpan.FromSeconds(1);

    private readonly TaskCompletionSource _heard = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly IPins _pins;
    private readonly WiredInput _input;
    private readonly Health _health;
    private readonly ILogger<PinService> _log;
    private readonly Dictionary<string, PinWire> _wires;

    /// <summary>Each device's input lines by their names.</summary>
    private readonly Dictionary<DeviceId, Dictionary<string, bool?>> _levels;
    private readonly Dictionary<DeviceId, Duration> _reportedAt = [];

    public PinService(IPins pins, EstateModel model, WiredInput input, Health health, ILogger<PinService> log)
    {
        (_pins, _input, _health, _log) = (pins, input, health, log);
        _wires = model.Pins.Lines.ToDictionary(wire => wire.Name);
        // Every input is there from the start: one that was never received is not the same as one that is not fitted.
        _levels = model.Pins.Lines.Where(wire => input.TerminalsOf(wire.Device).Inputs.Contains(wire.Terminal)).GroupBy(wire => wire.Device)
            .ToDictionary(wires => wires.Key, wires => wires.ToDictionary(wire => wire.Name, bool? (_) => null));
    }

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        // Once: where the watch below begins again, the lines are held all the while.
        if (_wires.Count > 0 && ExecuteTask is null)
        {
            _pins.Start(new(Changed, Read, Discarded, Refreshed));
            await Task.WhenAny(_heard.Task, Task.Delay(FirstWord, _input.Clock.Time, cancellationToken));
            LogPins(_wires.Count, _pins.Description);
            if (!_pins.IsSimulated && OutputPersistence.Warning() is { } warning)
                LogPersistence(warning);
        }
        await base.StartAsync(cancellationToken);
    }

    /// <summary>Says once when a line is lost, and once when all are held again.</summary>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (_wires.Count == 0)
            return;
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1), _input.Clock.Time);
        string? before = null;
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            var problem = _pins.Problem;
            if (problem == before)
                continue;
            (before, _health.Pins) = (problem, problem);
            if (problem is null)
                LogHeld();
            else
                LogProblem(problem);
        }
    }

    private void Changed(string name, bool isActive)
    {
        _input.Metrics.PinChanges.Add(1, new KeyValuePair<string, object?>("pin", name));
        var device = _wires[name].Device;
        _levels[device][name] = isActive;
        // At first line by line: half a picture must not lock a gate whose fire input has not been read yet.
        if (_heard.Task.IsCompleted)
            ReportLevels(device);
    }

    /// <summary>A wire that is missing here is not held: what was known of it is not known any more.</summary>
    private void Refreshed(IReadOnlyDictionary<string, bool> held)
    {
        var isFirst = !_heard.Task.IsCompleted;
        foreach (var (device, levels) in _levels)
        {
            var lost = levels.Keys.Where(name => levels[name] is not null && !held.ContainsKey(name)).ToList();
            lost.ForEach(name => levels[name] = null);
            if (isFirst || lost.Count > 0 || _input.Clock.Uptime - _reportedAt.GetValueOrDefault(device) >= LevelsEvery)
                ReportLevels(device);
        }
        _heard.TrySetResult();
    }

    private void ReportLevels(DeviceId device)
    {
        _reportedAt[device] = _input.Clock.Uptime;
        // What found no room is sent again with the next refresh.
        if (!_input.OfferUrgent(
            device, _input.TerminalsOf(device).Read(_levels[device].Select(line => (_wires[line.Key].Terminal, line.Value)))))
            _reportedAt[device] = -LevelsEvery;
    }

    private void Read(string name, WireFrame frame)
    {
        _input.Metrics.Frames.Add(1, new KeyValuePair<string, object?>("result", "read"));
        var device = _wires[name].Device;
        _input.OfferUrgent(device, _input.TerminalsOf(device).Frame(new CardFrame(frame.Bits, frame.Length)));
    }

    private void Discarded(string name, string reason) =>
        _input.Metrics.Frames.Add(1, new KeyValuePair<string, object?>("result", reason));

    [LoggerMessage(Level = LogLevel.Information, Message = "{Count} terminals on {Description}")]
    private partial void LogPins(int count, string description);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Warning}")]
    private partial void LogPersistence(string warning);

    [LoggerMessage(Level = LogLevel.Error, Message = "Wires: {Problem}")]
    private partial void LogProblem(string problem);

    [LoggerMessage(Level = LogLevel.Information, Message = "Wires: all lines are held")]
    private partial void LogHeld();
}
