using System.Globalization;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Estate.Domain.Credentials;
using Estate.Domain.Devices;
using NodaTime;

namespace Estate.Domain.Patrol;

/// <summary>A reader on a wall where guards tap their card; it belongs to one or more patrols.</summary>
public sealed class CheckpointKind : DeviceKind<CheckpointReading, CheckpointState>,
    IStaffCardKind, IBatteryKind<CheckpointState>, IHomeAssistantKind<CheckpointState>
{
    public const string KindName = "checkpoint";

    private readonly Dictionary<DeviceId, IReadOnlyList<DeviceId>> _patrols = [];
    private readonly CardRegistry _guards;

    /// <param name="guards">Guards' cards; where residents have a household, a guard has a number.</param>
    public CheckpointKind(CardBook guards)
    {
        _guards = guards.Cards;
        var wire = CheckpointWire.With(guards.Hasher);
        EventTypes = new Dictionary<string, JsonTypeInfo> { ["visit"] = wire.CheckpointTap };
        TelemetryTypes = new Dictionary<string, JsonTypeInfo> { ["alive"] = wire.CheckpointHeartbeat };
    }

    public override string Name => KindName;
    public override Text Title => new("巡更点", "Patrol checkpoint");
    public override Duration SilentAfter => Duration.FromHours(1);
    public override IReadOnlyDictionary<string, JsonTypeInfo> EventTypes { get; }
    public override IReadOnlyDictionary<string, JsonTypeInfo> TelemetryTypes { get; }
    public override JsonTypeInfo StateSchema => PatrolJson.Default.CheckpointState;
    public override JsonTypeInfo FactSchema => PatrolJson.Default.PatrolFact;

    /// <summary>Guards'.</summary>
    public string CardPurpose => PatrolKind.KindName;

    protected override CheckpointState Initial(DeviceSettings settings)
    {
        _patrols[settings.Device] = [
            .. PatrolSettings.Names(settings, "patrols", "main").Select(name => new DeviceId(PatrolKind.KindName, name))];
        return new();
    }

    protected override CheckpointState Step(CheckpointState state, CheckpointReading reading, Occurrence occurrence, Effects effects) =>
        reading switch
        {
            CheckpointTap tap => Visit(state, tap, occurrence, effects),
            CheckpointHeartbeat beat => state with { BatteryPct = beat.BatteryPct ?? state.BatteryPct },
            _ => throw new ArgumentOutOfRangeException(nameof(reading), reading.GetType().Name),
        };

    protected override IEnumerable<CardLine> Describe(CheckpointState state)
    {
        if (state.VisitedAt is null)
            yield return new(new("最近到访", "Last visit"), new("还没有", "none yet"), Tone.Unknown);
        if (state.BatteryPct is { } battery)
            yield return new(
                new("电量", "Battery"), Text.Same(string.Create(CultureInfo.InvariantCulture, $"{battery:0} %")),
                battery < StatusCard.LowBatteryPct ? Tone.Warning : Tone.Good);
    }

    public IEnumerable<HomeAssistantValue> HomeAssistantValues(CheckpointState state) =>
        [HomeAssistantValue.OfWord("visited", new("最近到访", "Last visit"), state.VisitedAt?.ToString(), "timestamp")];

    public double? BatteryPct(CheckpointState state) => state.BatteryPct;

    private CheckpointState Visit(CheckpointState state, CheckpointTap tap, Occurrence now, Effects effects)
    {
        if (_guards.Find(tap.Card) is not { } guard)
            return effects.Refuse(state, now.Device, "unknown_card", new("这张卡不是巡更卡", "This is not a guard's card"));
        if (guard.IsBlocked)
            return effects.Refuse(state, now.Device, "blocked_card", new("这张巡更卡已挂失", "This guard's card is blocked"));
        effects.Record(new CheckpointVisited(now.Device, now.Time, guard.Household));
        effects.Answer = new("recorded", new("已记录，现在没有巡更班次", "Recorded; no round is on now"), []);
        // Where the time is not known nobody can say which round it was.
        foreach (var patrol in now.Time.IsTimeKnown ? _patrols[now.Device] : [])
            effects.Request(new ReportVisit(patrol, new(now.Device.Name, now.Time.At, guard.Household)));
        return state with { VisitedAt = state.VisitedAt is { } known ? Instant.Max(known, now.Time.At) : now.Time.At };
    }
}

/// <summary>What a checkpoint's reader says.</summary>
public abstract record CheckpointReading : IReading
{
    public virtual Rejection? Fault => null;
}

/// <summary>A guard's card.</summary>
internal sealed record CheckpointTap(CardToken Card) : CheckpointReading;

/// <summary>The reader's messages as JSON.</summary>
[JsonSerializable(typeof(CheckpointTap))]
[JsonSerializable(typeof(CheckpointHeartbeat))]
internal sealed partial class CheckpointWire : JsonSerializerContext
{
    internal static CheckpointWire With(CardHasher hasher) => new(WireOptions.With(hasher.WireConverter()));
}
