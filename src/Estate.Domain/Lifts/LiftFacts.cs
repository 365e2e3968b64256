using System.Collections.Immutable;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Estate.Domain.Devices;
using NodaTime;

namespace Estate.Domain.Lifts;

/// <summary>What happened to a lift.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(LiftGotStuck), "lift_got_stuck")]
[JsonDerivedType(typeof(LiftRunsAgain), "lift_runs_again")]
[JsonDerivedType(typeof(LiftMainsChanged), "lift_mains_changed")]
[JsonDerivedType(typeof(LiftFaultsChanged), "lift_faults_changed")]
[JsonDerivedType(typeof(LiftModeChanged), "lift_mode_changed")]
[JsonDerivedType(typeof(LiftAlarmChanged), "lift_alarm_changed")]
[JsonDerivedType(typeof(LiftMaintenanceFellDue), "lift_maintenance_fell_due")]
[JsonDerivedType(typeof(LiftMaintained), "lift_maintained")]
internal abstract record LiftFact(DeviceId Device, EventTime Time) : Fact(Device, Time)
{
    [JsonIgnore]
    public override string Slice => LiftKind.KindName;

    [JsonIgnore]
    public override JsonTypeInfo Schema => LiftJson.Default.LiftFact;

    public override Text Describe(DateTimeZone zone) => LiftTexts.Of(this);
}

/// <summary>It cannot be left. <paramref name="HasPeople"/> is null where nobody can tell, which counts as yes.</summary>
[MayLeave("car_position", "reason", "has_people")]
internal sealed record LiftGotStuck(DeviceId Device, EventTime Time, int? CarPosition, string? Floor, StuckBy Reason, bool? HasPeople)
    : LiftFact(Device, Time)
{
    [JsonIgnore]
    public override IEnumerable<Condition> Conditions => LiftConditions.OfStuck(this);
}

[MayLeave("car_position")]
internal sealed record LiftRunsAgain(DeviceId Device, EventTime Time, int? CarPosition, bool HadPeople) : LiftFact(Device, Time)
{
    [JsonIgnore]
    public override IEnumerable<Condition> Conditions => [LiftConditions.Trapped(false), LiftConditions.Stuck(false)];
}

[MayLeave("is_lost")]
internal sealed record LiftMainsChanged(DeviceId Device, EventTime Time, bool IsLost) : LiftFact(Device, Time)
{
    [JsonIgnore]
    public override IEnumerable<Condition> Conditions => [LiftConditions.MainsLost(IsLost)];
}

/// <summary>The controller's faults other than those that have facts of their own.</summary>
internal sealed record LiftFaultsChanged(DeviceId Device, EventTime Time, ImmutableArray<LiftFault> Faults) : LiftFact(Device, Time)
{
    [JsonIgnore]
    public override IEnumerable<Condition> Conditions => [LiftConditions.Fault(Faults)];
}

[MayLeave("mode")]
internal sealed record LiftModeChanged(DeviceId Device, EventTime Time, CarMode Mode) : LiftFact(Device, Time)
{
    [JsonIgnore]
    public override IEnumerable<Condition> Conditions => [LiftConditions.OutOfService(Mode == CarMode.OutOfService)];
}

/// <summary>Somebody in the car pressed the alarm, or let go.</summary>
[MayLeave("is_pressed")]
internal sealed record LiftAlarmChanged(DeviceId Device, EventTime Time, bool IsPressed) : LiftFact(Device, Time)
{
    [JsonIgnore]
    public override IEnumerable<Condition> Conditions => [LiftConditions.PassengerAlarm(IsPressed)];
}

/// <summary>By its date, or by how often it travelled since the last one.</summary>
/// <param name="Since">Of the last one, or when the lift was first heard.</param>
internal sealed record LiftMaintenanceFellDue(DeviceId Device, EventTime Time, Instant Since, long Trips, bool IsByTrips)
    : LiftFact(Device, Time)
{
    [JsonIgnore]
    public override IEnumerable<Condition> Conditions => [LiftConditions.MaintenanceDue(true, this)];
}

/// <summary>On that day, after so many trips.</summary>
internal sealed record LiftMaintained(DeviceId Device, EventTime Time, string Day, string Firm, long Trips, string By)
    : LiftFact(Device, Time)
{
    [JsonIgnore]
    public override IEnumerable<Condition> Conditions => [LiftConditions.MaintenanceDue(false, null)];
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    IgnoreReadOnlyProperties = true,
    Converters = [typeof(InstantConverter)])]
[JsonSerializable(typeof(LiftFact))]
[JsonSerializable(typeof(LiftState))]
internal sealed partial class LiftJson : JsonSerializerContext;
