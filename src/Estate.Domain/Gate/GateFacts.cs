using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Estate.Domain.Credentials;
using Estate.Domain.Devices;
using Estate.Domain.Gate.Schedules;
using NodaTime;

namespace Estate.Domain.Gate;

/// <summary>What happened at a gate.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(AccessDecided), "access_decided")]
[JsonDerivedType(typeof(DoorMoved), "door_moved")]
[JsonDerivedType(typeof(LockCommanded), "lock_told")]
[JsonDerivedType(typeof(LockSensed), "lock_sensed")]
[JsonDerivedType(typeof(ExitRequested), "exit_requested")]
[JsonDerivedType(typeof(FireInputChanged), "fire_input_changed")]
[JsonDerivedType(typeof(DoorAlarmChanged), "door_alarm_changed")]
[JsonDerivedType(typeof(OperatorActed), "operator_acted")]
[JsonDerivedType(typeof(ScheduleProposed), "schedule_proposed")]
[JsonDerivedType(typeof(ScheduleWithdrawn), "schedule_withdrawn")]
[JsonDerivedType(typeof(ScheduleApproved), "schedule_approved")]
[JsonDerivedType(typeof(ScheduleRevoked), "schedule_revoked")]
[JsonDerivedType(typeof(ScheduleTookEffect), "schedule_took_effect")]
[JsonDerivedType(typeof(ClosingWatched), "closing_watched")]
[JsonDerivedType(typeof(ClosingReported), "closing_reported")]
public abstract record GateFact(DeviceId Device, EventTime Time) : Fact(Device, Time)
{
    [JsonIgnore]
    public override string Slice => GateKind.KindName;

    [JsonIgnore]
    public override JsonTypeInfo Schema => GateJson.Default.GateFact;

    public override Text Describe(DateTimeZone zone) => GateFactTexts.Of(this);
}

/// <summary>
/// One decision about one card; <paramref name="Event"/> is a word of <see cref="AccessEvent"/>, <paramref name="Number"/>
/// its place in the order at this gate.
/// </summary>
public sealed record AccessDecided(DeviceId Device, EventTime Time, long Number, string Event, CardToken? Card) : GateFact(Device, Time)
{
    /// <summary>Whose card it was is in no total.</summary>
    [JsonIgnore]
    public override Contribution? Contribution => Event == AccessEvent.NoEntryAfterGranted ? null
        : new Contribution(Event == AccessEvent.Granted ? GatePassages.In : GatePassages.Refused, 1, null, IsByHour: true);
}

internal sealed record DoorMoved(DeviceId Device, EventTime Time, bool IsOpen) : GateFact(Device, Time);

/// <summary>The lock got another command than before: on whose authority, under which version of the hours.</summary>
internal sealed record LockCommanded(DeviceId Device, EventTime Time, bool IsLocked, DoorAuthority Authority, int Version)
    : GateFact(Device, Time);

internal sealed record LockSensed(DeviceId Device, EventTime Time, bool IsLocked) : GateFact(Device, Time);

internal sealed record ExitRequested(DeviceId Device, EventTime Time) : GateFact(Device, Time)
{
    [JsonIgnore]
    public override Contribution? Contribution => new Contribution(GatePassages.Out, 1, null, IsByHour: true);
}

[MayLeave("is_active")]
internal sealed record FireInputChanged(DeviceId Device, EventTime Time, bool IsActive) : GateFact(Device, Time);

/// <summary>An alarm was raised or went; <paramref name="By"/> names who reset it.</summary>
[MayLeave("alarm", "is_active")]
public sealed record DoorAlarmChanged(DeviceId Device, EventTime Time, DoorAlarmState Alarm, bool IsActive, string? By = null)
    : GateFact(Device, Time)
{
    [JsonIgnore]
    public override IEnumerable<Condition> Conditions => DoorAlarms.SeverityOf(Alarm) is { } severity
        ? [new(WireName.Of(Alarm), "", severity, IsActive, GateTexts.OfAlarm(Alarm)) { IsLatched = DoorAlarms.Latched.Contains(Alarm),
            ResetBy = By }]
        : [];
}

/// <summary>A person ordered something; <paramref name="Order"/> is a door value, lock_down, end_lock_down, relinquish or reset.</summary>
public sealed record OperatorActed(DeviceId Device, EventTime Time, string Order, string By, string Reason, int? Minutes = null)
    : GateFact(Device, Time);

public sealed record ScheduleProposed(DeviceId Device, EventTime Time, ScheduleProposal Proposal) : GateFact(Device, Time);

public sealed record ScheduleWithdrawn(DeviceId Device, EventTime Time, string Proposal, string By) : GateFact(Device, Time);

/// <summary>Decided: the whole version, and the notice as published.</summary>
public sealed record ScheduleApproved(DeviceId Device, EventTime Time, string Proposal, GateSchedule Schedule, Text Notice)
    : GateFact(Device, Time)
{
    /// <summary>What it changes, in a sentence; null where that was not recorded.</summary>
    public Text? Change { get; init; }
}

/// <summary>Decided: a version that was not in force yet never will be.</summary>
public sealed record ScheduleRevoked(
    DeviceId Device, EventTime Time, string Proposal, int Version, string Author, string Approver, Text Notice) : GateFact(Device, Time);

public sealed record ScheduleTookEffect(DeviceId Device, EventTime Time, int Version) : GateFact(Device, Time);

/// <summary>How a closing goes so far; written now and then so that a restart forgets little.</summary>
internal sealed record ClosingWatched(DeviceId Device, EventTime Time, ClosingWatch Watch) : GateFact(Device, Time);

/// <summary>How a closing went, the morning after.</summary>
[MayLeave("watch", "scheduled_minutes")]
public sealed record ClosingReported(DeviceId Device, EventTime Time, ClosingWatch Watch, int ScheduledMinutes) : GateFact(Device, Time);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    IgnoreReadOnlyProperties = true,
    Converters = [typeof(InstantConverter), typeof(DayLineConverter), typeof(WeeklyLineConverter), typeof(LocalDateConverter)])]
[JsonSerializable(typeof(GateFact))]
[JsonSerializable(typeof(GateState))]
internal sealed partial class GateJson : JsonSerializerContext;
