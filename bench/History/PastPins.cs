using System.Globalization;
using Estate.Adapters.Gpio;
using Estate.FirmwareSim;

namespace Estate.Bench.History;

/// <summary>The gateway's own lines in a past that is played: what people move is read at once.</summary>
internal sealed class PastPins(PinPlan plan) : IPins, IGateWires
{
    private readonly Dictionary<string, bool> _inputs = plan.Inputs.ToDictionary(line => line.Name, _ => false);
    private readonly Dictionary<string, bool> _outputs = [];
    private PinEvents _events = PinEvents.Ignored;

    public string Description => "pins of a past that is played";

    public bool IsSimulated => true;

    public string? Problem => null;

    /// <summary>An output has another level now.</summary>
    internal Action Driven { get; set; } = static () => { };

    public void Start(PinEvents events)
    {
        _events = events;
        foreach (var (name, isActive) in _inputs)
            events.InputChanged(name, isActive);
        Refresh();
    }

    /// <summary>As the lines are re-read: a sign of life.</summary>
    internal void Refresh() => _events.Refreshed(_inputs);

    public bool Drive(string name, bool active)
    {
        var isNews = Output(name) != active;
        _outputs[name] = active;
        if (isNews)
            Driven();
        return true;
    }

    public bool? Output(string name) => _outputs.TryGetValue(name, out var active) ? active : null;

    public void Set(string name, bool active)
    {
        if (_inputs.GetValueOrDefault(name) == active)
            return;
        _inputs[name] = active;
        _events.InputChanged(name, active);
    }

    public void Frame(string reader, string bits) =>
        _events.FrameRead(reader, new(ulong.Parse(bits, NumberStyles.BinaryNumber, CultureInfo.InvariantCulture), bits.Length));

    public void Dispose()
    {
    }
}
