using System.Text.Json.Serialization.Metadata;
using Estate.Domain.Devices;
using NodaTime;

namespace Estate.Domain.Lifts;

/// <summary>A lift, watched and never commanded: where it is, whether it is stuck and with whom, when its maintenance is due.</summary>
public sealed class LiftKind(DateTimeZone zone) : DeviceKind<LiftReading, LiftState>, IProfiledKind, IHandedOnKind,
    IHomeAssistantKind<LiftState>, IRecoverableKind<LiftState>
{
    public const string KindName = "lift";

    private readonly Dictionary<DeviceId, LiftSettings> _settings = [];
    private readonly HashSet<LiftSettings> _known = [];

    public override string Name => KindName;
    public override Text Title => new("电梯", "Lift");
    public override Duration SilentAfter => Duration.FromMinutes(15);

    public override IReadOnlyDictionary<string, JsonTypeInfo> EventTypes { get; } = new Dictionary<string, JsonTypeInfo>
    { ["car"] = LiftWire.Reader.LiftReport };

    public override IReadOnlyDictionary<string, JsonTypeInfo> TelemetryTypes { get; } = new Dictionary<string, JsonTypeInfo>
    { ["car"] = LiftWire.Reader.LiftReport };

    public override IReadOnlyList<SeriesSchema> Series { get; } = [LiftSeries.Schema];
    public override JsonTypeInfo StateSchema => LiftJson.Default.LiftState;
    public override JsonTypeInfo FactSchema => LiftJson.Default.LiftFact;
    string IHandedOnKind.HandedOn => LiftConditions.TrappedType;
    IReadOnlyList<ReadingShape> IProfiledKind.Readings => ProfiledLift.All;
    IReadOnlyList<(string Name, Text What)> IProfiledKind.UsualSettings =>
    [
        ("floors", new("各站楼层名，从最低站起，用逗号隔开", "Names of its landings, the lowest first, with commas between them")),
        ("landings", new("站数（不写楼层名时）", "How many landings (where they have no names)")),
        ("lowest", new("最低楼层（不写楼层名时）", "The lowest floor (where they have no names)")),
    ];

    public IReadOnlyList<Type> RecoversFrom { get; } = [typeof(LiftGotStuck), typeof(LiftRunsAgain), typeof(LiftMaintained)];

    protected override LiftState Initial(DeviceSettings settings)
    {
        // Most are the same: one of each is kept.
        var own = LiftSettings.From(settings);
        _settings[settings.Device] = _known.TryGetValue(own, out var same) ? same : own;
        _known.Add(_settings[settings.Device]);
        return new();
    }

    /// <summary>Who was trapped when the state was lost still is, until the lift says otherwise.</summary>
    public LiftState Recover(LiftState initial, IReadOnlyList<Fact> facts)
    {
        var last = facts.FirstOrDefault(fact => fact is LiftGotStuck or LiftRunsAgain);
        return initial with
        {
            MaintainedAt = facts.OfType<LiftMaintained>().FirstOrDefault() is { } done ? LiftUpkeep.DayOf(done.Day, zone) : null,
            Situation = last is not LiftGotStuck stuck ? LiftSituation.Runs
                : stuck.HasPeople == false ? LiftSituation.Stuck : LiftSituation.Trapped,
            SituationSince = last?.Time.At,
        };
    }

    protected override LiftState Step(LiftState state, LiftReading reading, Occurrence occurrence, Effects effects)
    {
        var (device, settings) = (occurrence.Device, _settings[occurrence.Device]);
        var report = reading as LiftReport ?? ((LiftPart)reading).Over(state, settings);
        if (report.Mistake(settings) is { } mistake)
            return effects.Refuse(state, device, RejectReason.BadMember, mistake);
        if (occurrence.IsOvertaken || occurrence.Time.IsLate || occurrence.Time.At < state.At)
        {
            // An event is history and has its answer; of a radio's word this is the only trace.
            if (occurrence.EventId is null)
                effects.Refuse(device, RejectReason.Overtaken, "it was so before what was heard already");
            return state;
        }
        // A floor that nobody listed must not take along that somebody is in there.
        if ((reading as LiftPart)?.Mistake(settings) is { } unlisted)
            effects.Refuse(device, RejectReason.BadMember, unlisted);
        LiftSeries.Measure(report, state.Situation, occurrence, effects);
        var next = Conclude(LiftReports.Take(state, report, settings, occurrence, effects), device, occurrence.Time, effects);
        LiftReports.RecordAlarm(state, next, occurrence, effects);
        return next;
    }

    protected override LiftState Handle(LiftState state, IDeviceRequest request, Instant now, Effects effects) => request switch
    {
        RecordLiftMaintenance done => LiftUpkeep.Record(state, done, zone, effects),
        _ => base.Handle(state, request, now, effects),
    };

    protected override LiftState Tick(LiftState state, DeviceId device, Instant now, Effects effects) =>
        LiftUpkeep.Tick(Conclude(state, device, effects.Time, effects), _settings[device], device, zone, effects);

    protected override IEnumerable<CardLine> Describe(LiftState state)
    {
        yield return new(new("状况", "State"), LiftTexts.Of(state.Situation), state.At is null ? Tone.Unknown : state.Situation switch
        {
            LiftSituation.Runs => Tone.Good,
            LiftSituation.Stuck => Tone.Warning,
            _ => Tone.Alarm,
        });
        if (state.Floor is { } floor)
            yield return new(
                new("楼层", "Floor"), new($"{floor} 层，{LiftTexts.MotionOf(state).Zh}", $"{floor}, {LiftTexts.MotionOf(state).En}"));
        if (state.CarMode is { } mode and not CarMode.Normal)
            yield return new(new("模式", "Mode"), LiftTexts.Of(mode), mode == CarMode.OutOfService ? Tone.Warning : Tone.Good);
        if (state.CarLoadKg is { } load)
            yield return new(new("载荷", "Load"), Text.Same(LiftTexts.Number(load) + " kg"));
        if (state.IsMaintenanceDue)
            yield return new(new("保养", "Maintenance"), new("到期", "due"), Tone.Warning);
    }

    public IEnumerable<HomeAssistantValue> HomeAssistantValues(LiftState state) =>
    [
        HomeAssistantValue.OfWord("floor", new("楼层", "Floor"), state.Floor),
        HomeAssistantValue.OfFlag("moving", new("运行中", "Moving"), state.CarMovingDirection is null ? null : state.IsMoving, "moving"),
        HomeAssistantValue.OfFlag("door", new("轿门", "Door"), state.CarDoorStatus is null ? null : state.IsDoorOpen, "door"),
        HomeAssistantValue.OfNumber("load", new("载荷", "Load"), state.CarLoadKg, "kg", "weight"),
        HomeAssistantValue.OfFlag(
            "stuck", new("卡住", "Stuck"), state.At is null ? null : state.Situation != LiftSituation.Runs, "problem"),
        HomeAssistantValue.OfNumber("trips", new("运行次数", "Trips"), state.Trips, isCounter: true),
    ];

    /// <summary>Stuck, and with whom: recorded where it changed.</summary>
    private LiftState Conclude(LiftState state, DeviceId device, EventTime time, Effects effects)
    {
        if (state.At is null)
            return state;
        var by = LiftWatch.FindStuck(state, _settings[device], effects.Now.Uptime);
        var people = LiftWatch.HasPeople(state);
        var situation = by is not null
            ? people == false && state.Situation != LiftSituation.Trapped ? LiftSituation.Stuck : LiftSituation.Trapped
            : state.Situation == LiftSituation.Runs || LiftWatch.IsFreed(state) || IsOver(state) ? LiftSituation.Runs : state.Situation;
        if (situation == state.Situation)
            return state;
        effects.Record(situation == LiftSituation.Runs
            ? new LiftRunsAgain(device, time, state.CarPosition, state.Situation == LiftSituation.Trapped)
            : new LiftGotStuck(
                device, time, state.CarPosition, state.Floor, by ?? StuckBy.BetweenFloors,
                situation == LiftSituation.Stuck ? false : people == true ? true : null));
        return state with { Situation = situation, SituationSince = time.At };
    }

    /// <summary>Nobody has to get out of an empty car.</summary>
    private static bool IsOver(LiftState state) => state.Situation == LiftSituation.Stuck && LiftWatch.HasPeople(state) == false;
}
