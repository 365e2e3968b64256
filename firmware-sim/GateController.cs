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
    private readonly Queue<string> _untold = new();
    private bool _isTelling;
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
    public void Report()
    {
        string now;
        lock (_lock)
            now = Inputs();
        Telemetry("inputs", now);
    }

    public override void Dispose()
    {
        _pulse.Dispose();
        base.Dispose();
    }

    protected override bool Perform(string action, JsonElement data)
    {
        if (action != "door_value")
            return false;
        var value = Word(data, "value");
        var isPulse = value == "pulse_unlock";
        ushort seconds = 0;
        // What it cannot read it refuses: an exception on the network thread would end the process.
        if (value is not ("lock" or "unlock" or "pulse_unlock")
            || (isPulse && !ushort.TryParse(Word(data, "seconds"), NumberStyles.None, CultureInfo.InvariantCulture, out seconds)))
            return false;
        Change(() =>
        {
            LastOrder = value;
            _isPulsing = isPulse;
            _isOrderedLocked = value != "unlock";
            if (isPulse)
                _pulse.Change(TimeSpan.FromSeconds(seconds), Timeout.InfiniteTimeSpan);
        });
        return true;
    }

    private void EndPulse() => Change(() => _isPulsing = false);

    /// <summary>A change is sent at once, with all other inputs, in the order of the changes.</summary>
    private void Change(Action change)
    {
        lock (_lock)
        {
            var before = Inputs();
            change();
            var after = Inputs();
            if (before != after)
                _untold.Enqueue(after);
            if (_isTelling)
                return;
            _isTelling = true;
        }
        SendInputs();
    }

    /// <summary>
    /// One thread tells at a time and others leave theirs to it. Not under the lock, so that no thread waits for another
    /// one's sending.
    /// </summary>
    private void SendInputs()
    {
        while (true)
        {
            string? next;
            lock (_lock)
            {
                _isTelling = _untold.TryDequeue(out next);
            }
            if (next is null)
                return;
            Record("inputs", next);
        }
    }

    private string Inputs() =>
        $"{{\"open\":{Word(_isOpen)},\"locked\":{Word(IsLocked)},\"exit\":{Word(_isExitPressed)},\"fire\":{Word(_isFire)},"
            + $"\"tamper\":null}}";

    private static string Word(bool value) => value ? "true" : "false";
}
