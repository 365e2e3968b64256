using System.Collections.Immutable;
using System.Text.Json;
using Estate.Domain.Credentials;
using Estate.Domain.Devices;
using Estate.Domain.Gate;
using NodaTime;

namespace Estate.TestKit;

/// <summary>
/// A gate and everything around it that can say, or hide, that it burns, moved by words. Wired: two fire contacts and an exit
/// button on this computer, and somebody who speaks in the gate's name over the broker. Not wired: the other way round.
/// </summary>
public sealed class FireWalk
{
    private static readonly DeviceId Gate = new("gate", "g");
    private static readonly string[] Lines = ["fire", "fire", "exit"];

    /// <summary>Made once: to set up how messages are read takes longer than a walk.</summary>
    private static readonly Dictionary<bool, GateKind> Kinds = new() { [true] = Kind(), [false] = Kind() };

    private readonly GateKind _kind;
    private readonly DeviceSettings _settings;
    private readonly bool[] _fire = [false, false];
    private readonly bool[] _isBroken = [false, false];
    private readonly Dictionary<string, Action> _actions;
    private Instant _now = Instant.FromUtc(2026, 3, 4, 12, 0);
    private Duration _uptime;
    private EstateMachine _machine;
    private Saved? _saved;
    private bool _isHeard;
    private bool _isSaid;
    private long _seq;

    private FireWalk(bool isWired)
    {
        _kind = Kinds[isWired];
        _settings = new(Gate, new Dictionary<string, string> { ["open_means"] = "card_required" })
        {
            Wires = isWired ? ["lock", "fire", "exit"] : [],
        };
        _machine = Start();
        _actions = new()
        {
            ["message: fire"] = () => Say(fire: true),
            ["message: no fire"] = () => Say(fire: false),
            ["event: no fire"] = () => Say(fire: false, isEvent: true),
            ["old message: no fire"] = () => Step(new DeviceTelemetry(Gate, MinutesAgo(2), Inputs(false))),
            ["reset"] = () => Ask(new ResetDoorAlarm(Gate, DoorAlarmState.Alarm, "all clear")),
            ["lock down"] = () => Ask(new LockDownDoor(Gate, true, "order")),
            ["end lock down"] = () => Ask(new LockDownDoor(Gate, false, "order")),
            ["lock"] = () => Ask(new OperateDoor(Gate, DoorValue.Lock, "order", null)),
            ["a second"] = () => Pass(Duration.FromSeconds(1)),
            ["restart"] = Restart,
        };
        foreach (var line in isWired ? new[] { 0, 1 } : [])
        {
            _actions[$"fire line {line + 1}"] = () => Wire(() => _fire[line] = !_fire[line]);
            _actions[$"line {line + 1} breaks"] = () => Wire(() => _isBroken[line] = !_isBroken[line]);
        }
        _actions[isWired ? "wires speak" : "wires that are not its own speak"] = () =>
        {
            _isHeard = true;
            SendInputs();
        };
    }

    /// <summary>What can happen next.</summary>
    public IEnumerable<string> Next => _actions.Keys;

    public IReadOnlyList<Outcome> Last { get; private set; } = [];

    public int Refusals { get; private set; }

    /// <summary>As this process last drove the lock; it holds a magnet by power.</summary>
    public bool IsEngaged { get; private set; }

    /// <summary>There is a fire by a source of this gate.</summary>
    public bool HasFire => _settings.IsWired ? _fire.Contains(true) : _isSaid;

    /// <summary>The same for two ways that lead to the same place.</summary>
    public string Key => string.Join('|', Json(State), State.Timers, _uptime, _saved is null ? "" : Json(_saved.State),
        string.Concat(_fire.Concat(_isBroken).Append(_isHeard).Append(IsEngaged).Append(_isSaid)));

    private GateState State => (GateState)_machine.StateOf(Gate)!;

    public static FireWalk Along(ImmutableArray<string> path, bool isWired)
    {
        var walk = new FireWalk(isWired);
        foreach (var step in path)
            walk.Do(step);
        return walk;
    }

    public void Do(string action) => _actions[action]();

    private static GateKind Kind() => new(new CardBook(TestCards.Hasher, new CardRegistry()), DateTimeZone.Utc);

    private EstateMachine Start() => new([_kind], [_settings], []);

    private void Step(Signal signal)
    {
        Last = _machine.Step(signal, _uptime);
        _saved = Last.OfType<Saved>().LastOrDefault() ?? _saved;
        IsEngaged = Last.OfType<Actuated>().LastOrDefault()?.IsActive ?? IsEngaged;
        Refusals += Last.OfType<Refused>().Count();
    }

    private void Ask(IRequest request) => Step(new RequestReceived(request, "desk", _now));

    private void Say(bool fire, bool isEvent = false)
    {
        _isSaid = fire;
        var now = EventTime.Now(_now);
        Step(isEvent ? new DeviceEvent(Gate, new($"e{++_seq}", 1, _seq, 0), now, Inputs(fire))
            : new DeviceTelemetry(Gate, now, Inputs(fire)));
    }

    private EventTime MinutesAgo(int minutes) => EventTime.Resolve(_now, ClockTrust.Synced, Duration.FromMinutes(minutes), _now);

    private string Json(object state) => JsonSerializer.Serialize(state, _kind.StateSchema);

    private static DoorInputs Inputs(bool fire) => new(null, null, false, fire, null);

    private void Pass(Duration length)
    {
        (_now, _uptime) = (_now + length, _uptime + length);
        Step(new Tick(_now));
    }

    private void Wire(Action change)
    {
        change();
        if (_isHeard)
            SendInputs();
    }

    private void SendInputs()
    {
        bool?[] levels = [_isBroken[0] ? null : _fire[0], _isBroken[1] ? null : _fire[1], false];
        Step(new DeviceTelemetry(Gate, EventTime.Now(_now), _kind.Terminals.Read(Lines.Zip(levels))) { IsWired = true });
    }

    /// <summary>What the disk has, a new stopwatch, and nothing heard yet; no lock was driven by this process.</summary>
    private void Restart()
    {
        _machine = Start();
        if (_saved is { } saved)
            _machine.Restore(Gate, saved.Presence, JsonSerializer.Deserialize(Json(saved.State), _kind.StateSchema)!);
        (_uptime, _isHeard, IsEngaged, Last) = (Duration.Zero, false, false, []);
    }
}
