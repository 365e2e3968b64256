using System.Globalization;
using System.Text.Json;

namespace Estate.FirmwareSim;

/// <summary>
/// Firmware of a gate that speaks MQTT: reader and lock on its own board. Pulses end by its own timer, and its exit button
/// and fire contact open without asking anybody.
/// </summary>
public sealed class GateController : Device
{
    private readonly Lock _lock = new();
    private readonly ITimer _pulse;
    private bool _isOrderedLocked = true;
    private bool _isPulsing;
    private bool _isOpen;
    private bool _isExitPressed;
    private bool _isFire;

    public GateController(DeviceOptions options, TimeProvider time)
        : base(options with { Kind = "gate" }, time)
    {
        _pulse = time.CreateTimer(_ => EndPulse(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public bool IsLocked
    {
        get
        {
            lock (_lock)
                return _isOrderedLocked && !_isPulsing && !_isExitPressed && !_isFire;
        }
    }

    /// <summary>The newest order, such as pulse_unlock.</summary>
    public string? LastOrder { get; private set; }

    public string Card(string card) => Record("card", $"{{\"card\":\"{card}\"}}");

    public void Open(bool open) => Change(() => _isOpen = open);

    public void Push(bool pressed) => Change(() => _isExitPressed = pressed);

    public void Fire(bool active) => Change(() => _isFire = active);

    /// <summary>All inputs as they are, at least once a minute.</summary>
    public void Report() => Telemetry("inputs", Inputs());

    public override void Dispose()
    {
        _pulse.Dispose();
        base.Dispose();
    }

    protected override bool Perform(string action, JsonElement data)
    {
        if (action != "door_value")
            return false;
        var value = data.GetProperty("value").GetString();
        if (value is not ("lock" or "unlock" or "pulse_unlock"))
            return false;
        Change(() =>
        {
            LastOrder = value;
            _isPulsing = value == "pulse_unlock";
            _isOrderedLocked = value != "unlock";
            if (_isPulsing)
                _pulse.Change(TimeSpan.FromSeconds(double.Parse(data.GetProperty("seconds").GetString()!, CultureInfo.InvariantCulture)), Timeout.InfiniteTimeSpan);
        });
        return true;
    }

    private void EndPulse() => Change(() => _isPulsing = false);

    /// <summary>What changed is told at once, with everything else.</summary>
    private void Change(Action change)
    {
        string before, after;
        lock (_lock)
        {
            before = Inputs();
            change();
            after = Inputs();
        }
        if (before != after)
            Record("inputs", after);
    }

    private string Inputs() =>
        $"{{\"open\":{Word(_isOpen)},\"locked\":{Word(IsLocked)},\"exit\":{Word(_isExitPressed)},\"fire\":{Word(_isFire)},\"tamper\":null}}";

    private static string Word(bool value) => value ? "true" : "false";
}
