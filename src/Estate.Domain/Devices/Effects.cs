using System.Collections.Immutable;
using System.Globalization;
using NodaTime;

namespace Estate.Domain.Devices;

/// <summary>
/// Collects what one step brings about, in order; the only way out of a slice. Also says when the step happens, and who
/// asked (null: nobody, a device spoke or time passed).
/// </summary>
public sealed class Effects(ClockReading now, string? asker = null)
{
    private readonly List<Outcome> _outcomes = [];

    // Made when they are needed: most steps need none of them.
    private Queue<(Fact Fact, int Hop)>? _reactions;
    private Queue<(IRequest Request, string? By, int Hop)>? _requests;
    private Queue<(Measurement Measurement, DeviceId Speaker, int Hop)>? _measured;
    private HashSet<DeviceId>? _kept;
    private bool _hasRecorded;
    private int _hop;
    private readonly string? _asker = asker;
    private string? _by = asker;

    public IReadOnlyList<Outcome> Outcomes => _outcomes;

    public ClockReading Now => now;

    public string? By => _by;

    /// <summary>Whose slice has its turn.</summary>
    internal DeviceId Speaker { get; set; }

    /// <summary>For a fact that happens now, of itself.</summary>
    public EventTime Time => new(now.At, now.At, now.Clock);

    /// <summary>What the device shows for the event in hand, or the reply to the request in hand; the last one counts.</summary>
    public Answer? Answer { get; set; }

    public void Record(Fact fact)
    {
        _outcomes.Add(new Recorded(fact));
        _hasRecorded = true;
        (_reactions ??= new()).Enqueue((fact, _hop + 1));
        foreach (var measurement in fact.Series)
            (_measured ??= new()).Enqueue((measurement, fact.Device, _hop + 1));
    }

    /// <summary>The device's state is worth a write although nothing happened.</summary>
    public void Keep(DeviceId device) => (_kept ??= []).Add(device);

    /// <summary>What was changed in memory is no slice's state: this takes it back where the step cannot be kept.</summary>
    public void Remember(Action back) => _outcomes.Add(new Remembered(back));

    public void Command(Command command) => _outcomes.Add(new Commanded(command));

    /// <summary>A text for what of the device can be seen or heard.</summary>
    /// <param name="freshFor">Told later it is not shown any more.</param>
    /// <param name="blankAfter">Shown so long.</param>
    /// <param name="more">Further arguments.</param>
    public void Show(
        DeviceId device, string text, Duration freshFor, Duration blankAfter, params ImmutableArray<(string Name, string Value)> more)
    {
        var id = string.Create(CultureInfo.InvariantCulture, $"{device.Name}-{Now.At.ToUnixTimeMilliseconds()}-show");
        var seconds = blankAfter.TotalSeconds.ToString(CultureInfo.InvariantCulture);
        Command(new(id, device, "show", Now.At, Now.At + freshFor, [("text", text), .. more, ("blank_after_s", seconds)]));
    }

    /// <summary>At once, before anything is written: for what must not wait for a disk.</summary>
    public void Actuate(DeviceId device, string terminal, bool isActive, Command wire) =>
        _outcomes.Add(new Actuated(device, terminal, isActive, wire));

    /// <summary>Ticks this device when the stopwatch gets there; ticks come about once a second anyway.</summary>
    public void RequestTimer(DeviceId device, Duration uptime) => _outcomes.Add(new TimerRequested(device, uptime));

    /// <summary>Figures that no fact holds; those that were not sent yet are lost with the power.</summary>
    public void Measure(Measurement measurement)
    {
        _outcomes.Add(new Measured(measurement));
        (_measured ??= new()).Enqueue((measurement, Speaker, _hop + 1));
    }

    public void Refuse(DeviceId device, string reason, string detail) =>
        _outcomes.Add(new Refused(device, new Rejection(reason, detail)));

    /// <summary>Refused, in words the asker reads.</summary>
    public void Refuse(DeviceId device, string reason, Text explanation)
    {
        Refuse(device, reason, explanation.En);
        Answer = Answer.Refused(new Rejection(reason, explanation.En)) with { Text = explanation };
    }

    /// <summary>As <see cref="Refuse(DeviceId, string, Text)"/>, with the state that stays as it is.</summary>
    public TState Refuse<TState>(TState unchanged, DeviceId device, string reason, Text explanation)
    {
        Refuse(device, reason, explanation);
        return unchanged;
    }

    /// <summary>Asks a device or a desk, in this same step; who is asked may refuse.</summary>
    /// <param name="by">Who asks, where that is not who asked for this step.</param>
    public void Request(IRequest request, string? by = null) => (_requests ??= new()).Enqueue((request, by ?? _by, _hop));

    /// <summary>Something of a device is to be written; most steps leave nothing.</summary>
    internal bool IsWorthAWrite => _hasRecorded || _kept is not null;

    internal IEnumerable<DeviceId> Kept => _kept ?? Enumerable.Empty<DeviceId>();

    /// <summary>An outcome that only one slice knows.</summary>
    internal void Add(Outcome outcome) => _outcomes.Add(outcome);

    internal bool TryTakeFact(out Fact fact, out int hop)
    {
        (fact, hop) = (null!, 0);
        if (_reactions?.TryDequeue(out var next) != true)
            return false;
        (fact, hop) = next;
        (_hop, _by) = (hop, _asker);
        return true;
    }

    internal bool TryTakeRequest(out IRequest request)
    {
        request = null!;
        if (_requests?.TryDequeue(out var next) != true)
            return false;
        (request, _by, _hop) = next;
        return true;
    }

    internal bool TryTakeMeasurement(out Measurement measurement, out DeviceId speaker, out int hop)
    {
        (measurement, speaker, hop) = (null!, default, 0);
        if (_measured?.TryDequeue(out var next) != true)
            return false;
        (measurement, speaker, hop) = next;
        _hop = hop;
        return true;
    }
}
