using System.Text.Json.Serialization.Metadata;
using Estate.Domain.Credentials;
using Estate.Domain.Devices;
using Estate.Domain.Gate.Schedules;
using NodaTime;

namespace Estate.Domain.Gate;

/// <summary>
/// A gate with a card reader outside, a free way out inside, and a lock that the committee's hours, cards, operators, the
/// exit button and the fire contact move, in rising order.
/// </summary>
public sealed class GateKind : DeviceKind<GateReading, GateState>, IWiredKind, IOrderedKind, IRecoverableKind<GateState>,
    IHomeAssistantKind<GateState>
{
    public const string KindName = "gate";

    private static readonly string[] InputTerminals = ["contact", "lock_sense", "exit", "fire", "tamper"];

    private readonly CardHasher _hasher;
    private readonly LockControl _control;
    private readonly CardDecisions _cards;
    private readonly ScheduleCommittee _committee;
    private readonly ClosingWatcher _watcher;
    private readonly Dictionary<DeviceId, GateSettings> _settings = [];

    public GateKind(CardBook book, DateTimeZone zone)
    {
        _hasher = book.Hasher;
        _control = new(zone);
        _cards = new(book.Cards, _control);
        _committee = new(zone);
        _watcher = new(zone);
        var wire = GateWire.With(book.Hasher);
        (EventTypes, TelemetryTypes) = (wire.Events(), wire.Telemetry());
        Terminals = new([LockControl.Terminal], InputTerminals, ["reader"], Inputs, Frame)
        {
            Card = Card,
            Several = DoorInputs.Safety,
            Lamps = [GateSettings.Lamp],
            Buzzers = [GateSettings.Buzzer],
        };
    }

    public override string Name => KindName;
    public override Text Title => new("大门", "Gate");
    public override Duration SilentAfter => Duration.FromMinutes(3);
    public override IReadOnlyDictionary<string, JsonTypeInfo> EventTypes { get; }
    public override IReadOnlyDictionary<string, JsonTypeInfo> TelemetryTypes { get; }
    public override JsonTypeInfo StateSchema => GateJson.Default.GateState;
    public override JsonTypeInfo FactSchema => GateJson.Default.GateFact;
    public Terminals Terminals { get; }

    IReadOnlyList<ReadingShape> IProfiledKind.Readings => ProfiledGate.Readings;
    IReadOnlyList<OrderShape> IOrderedKind.Orders => ProfiledGate.Orders;
    IReadOnlyList<(string Name, Text What)> IProfiledKind.UsualSettings =>
        [
            ("pulse_s", new("开门时长（秒）", "Seconds a release lasts")),
            ("closed", new("关闭时段，例如 23:00-05:00", "Closed hours, such as 23:00-05:00")),
        ];

    protected override GateState Initial(DeviceSettings settings)
    {
        var gate = _settings[settings.Device] = GateSettings.From(settings);
        // A wired input that was not read yet may be a fire: until then the gate does not lock.
        return new() { Versions = [gate.Schedule], HasLostSafetyInput = settings.Wires.Any(DoorInputs.Safety.Contains) };
    }

    /// <summary>Decided versions, alarms and standing orders stay; what sensors said must be received again.</summary>
    protected override GateState Adopt(GateState saved, GateState initial)
    {
        var intact = saved.Versions.Intact();
        var isDamaged = intact.Length < saved.Versions.Length && !saved.Has(DoorAlarmState.ScheduleDamaged);
        return saved with
        {
            Versions = [initial.Versions[0], .. intact.Where(version => version.Version > 0)],
            Alarms = isDamaged ? saved.Alarms.Add(DoorAlarmState.ScheduleDamaged) : saved.Alarms,
            IsOpen = null,
            IsLockSensed = null,
            IsExitPressed = false,
            HasLostSafetyInput = initial.HasLostSafetyInput,
        };
    }

    public IReadOnlyList<Type> RecoversFrom => GateRecovery.Facts;

    public GateState Recover(GateState initial, IReadOnlyList<Fact> facts) => GateRecovery.From(initial, facts);

    protected override GateState Step(GateState state, GateReading reading, Occurrence occurrence, Effects effects)
    {
        var settings = _settings[occurrence.Device];
        state = reading switch
        {
            CardPresented card => _cards.Present(state, card, settings, occurrence, effects),
            FrameRefused frame => CardDecisions.Refuse(state, frame, occurrence, effects),
            DoorInputs inputs => DoorWatch.OnInputs(state, inputs, settings, occurrence, effects),
            DoorPart part => DoorWatch.OnInputs(state, part.Over(state), settings, occurrence, effects),
            _ => state,
        };
        return Conclude(state, settings, occurrence.Device, effects);
    }

    protected override GateState Handle(GateState state, IDeviceRequest request, Instant now, Effects effects)
    {
        var settings = _settings[request.Device];
        state = request switch
        {
            Admission answer => _cards.Admit(state, answer, settings, effects),
            OperateDoor operate => Operators.Handle(state, operate, settings, effects),
            LockDownDoor lockDown => Operators.Handle(state, lockDown, effects),
            ResetDoorAlarm reset => Operators.Handle(state, reset, effects),
            ResetLatch reset => Operators.Handle(state, reset, effects),
            ProposeSchedule propose => _committee.Propose(state, propose, effects),
            ProposeHolidays holidays => _committee.Propose(state, holidays, effects),
            RevokeSchedule revoke => ScheduleCommittee.Propose(state, revoke, effects),
            WithdrawSchedule withdraw => ScheduleCommittee.Withdraw(state, withdraw, effects),
            ApproveSchedule approve => _committee.Approve(state, approve, effects),
            _ => base.Handle(state, request, now, effects),
        };
        return Conclude(state, settings, request.Device, effects);
    }

    protected override GateState Tick(GateState state, DeviceId device, Instant now, Effects effects)
    {
        var settings = _settings[device];
        state = Operators.Expire(CardDecisions.Expire(state, device, effects), device, effects);
        state = _control.Decide(state, settings, device, effects);
        state = DoorWatch.Tick(state, settings, device, effects);
        return _watcher.Tick(state, device, effects);
    }

    protected override IEnumerable<CardLine> Describe(GateState state) => GateCard.Lines(state);

    public IEnumerable<HomeAssistantValue> HomeAssistantValues(GateState state) => GateCard.HomeAssistantValues(state);

    private GateState Conclude(GateState state, GateSettings settings, DeviceId device, Effects effects)
    {
        state = DoorWatch.TimeConditions(_control.Decide(state, settings, device, effects), settings, effects.Now.Uptime);
        if (effects.Outcomes.Count > 0)
            effects.Measure(Door(state, device, effects.Now));
        return state;
    }

    /// <summary>The series of domain facts 7.4: states as integers, in the order of their enums.</summary>
    private static Measurement Door(GateState state, DeviceId device, ClockReading now) => new(
        "door", now.At, [("door", device.Name)],
        [("state", (int)state.DoorStatus), ("locked", state.LockStatus == LockStatus.Locked ? 1 : 0), ("alarm", (int)state.AlarmState),
        ("clock_trust", (int)now.Clock)]);

    private static DoorInputs Inputs(IReadOnlyDictionary<string, bool?> levels)
    {
        bool? Of(string terminal) => levels.GetValueOrDefault(terminal);
        return new(Of("contact"), Of("lock_sense"), Of("exit"), Of("fire"), Of("tamper"))
        {
            UnavailableInputs = [.. levels.Where(level => level.Value is null).Select(level => level.Key)],
        };
    }

    private IReading Card(string number) =>
        _hasher.TryHash(number, out var token) ? new CardPresented(token) : new FrameRefused(Wiegand.BadLength, number.Length * 4);

    private IReading Frame(CardFrame frame)
    {
        var result = Wiegand.Decode(frame);
        return result.Card is { } card && _hasher.TryHash(card, out var token)
            ? new CardPresented(token)
            : new FrameRefused(result.Reason ?? Wiegand.BadLength, frame.Length);
    }
}
