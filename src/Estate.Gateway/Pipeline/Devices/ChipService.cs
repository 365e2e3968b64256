using Estate.Adapters.Chips;
using Estate.Domain.Devices;
using Estate.Gateway.Configuration;
using NodaTime;

namespace Estate.Gateway.Pipeline.Devices;

/// <summary>
/// Card readers, displays and sensors on this machine's buses: a card goes to the loop as a gate board's would, ahead of all messages;
/// a display gets the commands its device would get over MQTT; what a sensor measures is its device's telemetry.
/// </summary>
internal sealed partial class ChipService : BackgroundService
{
    private static readonly Duration SignOfLife = Duration.FromMinutes(1);
    private static readonly TimeSpan BlankAfter = TimeSpan.FromSeconds(60);

    private readonly IChips _chips;
    private readonly WiredInput _input;
    private readonly Health _health;
    private readonly ILogger<ChipService> _log;
    private readonly Dictionary<string, DeviceId> _readers;
    private readonly ILookup<DeviceId, string> _displays;
    private readonly List<DeviceId> _signs;
    private readonly Dictionary<string, PinWire> _sensors;

    /// <summary>Threads begin once, the watch over them again after an error.</summary>
    private bool _isStarted;

    public ChipService(IChips chips, EstateModel model, WiredInput input, Health health, ILogger<ChipService> log)
    {
        (_chips, _input, _health, _log) = (chips, input, health, log);
        var wired = model.Pins.Wires.Where(wire => wire.Chip is not null).ToList();
        var ofRole = wired.ToLookup(wire => wire.Chip!.Chip.Role);
        _readers = ofRole[ChipRole.Reader].ToDictionary(wire => wire.Name, wire => wire.Device);
        _displays = wired.Where(IsShown).ToLookup(wire => wire.Device, wire => wire.Name);
        // Devices with inputs here report on their own.
        _signs = [.. model.Pins.Wires.GroupBy(wire => wire.Device).Where(same => same.All(IsShown)).Select(same => same.Key)];
        _sensors = ofRole[ChipRole.Sensor].ToDictionary(wire => wire.Name);
    }

    /// <returns>False where the device has no display here.</returns>
    internal bool TryShow(Command command)
    {
        if (!_displays.Contains(command.Device))
            return false;
        string? Of(string argument) => command.Arguments.FirstOrDefault(one => one.Name == argument).Value;
        // A disk that hung may have kept it for long: nobody stands there any more.
        if (command.Action != "show" || Of("text") is not { } text || _input.Clock.Now >= command.ExpiresAt)
            return true;
        var blankAfter = FiniteNumber.TryParse(Of("blank_after_s"), out var seconds) ? TimeSpan.FromSeconds(seconds) : BlankAfter;
        foreach (var name in _displays[command.Device])
            _chips.Show(name, text, blankAfter);
        return true;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (_readers.Count + _displays.Count + _sensors.Count == 0)
            return;
        if (!_isStarted)
            _chips.Start(new(Read, Measure));
        _isStarted = true;
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1), _input.Clock.Time);
        var told = new Dictionary<DeviceId, (bool IsOnline, Duration At)>();
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            var problems = _chips.Problems;
            ReportProblem(problems.Count == 0 ? null : string.Join("; ", problems.Values));
            var now = _input.Clock.Uptime;
            foreach (var device in _signs)
            {
                var isOnline = !_displays[device].Any(problems.ContainsKey);
                if (told.TryGetValue(device, out var before) && before.IsOnline == isOnline && now - before.At < SignOfLife)
                    continue;
                if (_input.Offer(device, isOnline))
                    told[device] = (isOnline, now);
            }
        }
    }

    private static bool IsShown(PinWire wire) => wire.Chip?.Chip.Role is ChipRole.Display or ChipRole.Lamp or ChipRole.Buzzer;

    private void ReportProblem(string? problem)
    {
        if (problem == _health.Chips)
            return;
        _health.Chips = problem;
        if (problem is null)
            LogWell();
        else
            LogProblem(problem);
    }

    private void Read(string name, string number)
    {
        _input.Metrics.Frames.Add(1, new KeyValuePair<string, object?>("result", "read"));
        var device = _readers[name];
        _input.OfferUrgent(device, _input.TerminalsOf(device).Card(number));
    }

    private void Measure(string name, double? value)
    {
        var wire = _sensors[name];
        var gauge = _input.TerminalsOf(wire.Device).Gauges[wire.Terminal];
        if (gauge.Read(wire.Scale is { } scale ? scale.Of(value) : value) is { } reading)
            _input.Offer(wire.Device, reading);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Chips: {Problem}")]
    private partial void LogProblem(string problem);

    [LoggerMessage(Level = LogLevel.Information, Message = "Chips: all answer")]
    private partial void LogWell();
}
