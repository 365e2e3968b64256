using System.Collections.Immutable;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Estate.Domain.Devices;
using NodaTime;

namespace Estate.Domain.Parking;

/// <summary>What happened to bays, and to the count of them.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(BaySensed), "bay_sensed")]
[JsonDerivedType(typeof(BayClosed), "bay_closed")]
[JsonDerivedType(typeof(BayReopened), "bay_reopened")]
[JsonDerivedType(typeof(SensorMoved), "sensor_moved")]
[JsonDerivedType(typeof(LotCounted), "lot_counted")]
[JsonDerivedType(typeof(CounterRebased), "counter_rebased")]
[JsonDerivedType(typeof(PermitIssued), "permit_issued")]
[JsonDerivedType(typeof(PermitEnded), "permit_ended")]
[JsonDerivedType(typeof(ParkingRulesDecided), "parking_rules_decided")]
[JsonDerivedType(typeof(BayAudited), "bay_audited")]
[JsonDerivedType(typeof(BayTickUndone), "bay_tick_undone")]
[JsonDerivedType(typeof(BayTickFollowed), "bay_tick_followed")]
[JsonDerivedType(typeof(BayAuditEnded), "bay_audit_ended")]
public abstract record ParkingFact(DeviceId Device, EventTime Time) : Fact(Device, Time)
{
    public const string SliceName = "parking";

    [JsonIgnore]
    public override string Slice => SliceName;

    [JsonIgnore]
    public override JsonTypeInfo Schema => ParkingJson.Default.ParkingFact;

    public override Text Describe(DateTimeZone zone) => ParkingFactTexts.Of(this);
}

/// <summary>
/// A sensor's status changed; <paramref name="Since"/> never lies before the change before it, so that the stays of a bay
/// never overlap. <paramref name="Reason"/> says why it is doubted.
/// </summary>
internal sealed record BaySensed(DeviceId Device, EventTime Time, BayStatus Status, Instant Since, string? Reason = null)
    : ParkingFact(Device, Time)
{
    public string? Bay { get; init; }
    public string? Zone { get; init; }

    [JsonIgnore]
    public override BayFigures Figures => new() { Bay = Bay, Zone = Zone, Status = Status, Since = Since };
}

internal sealed record BayClosed(DeviceId Device, EventTime Time, string Bay, string By, string Reason) : ParkingFact(Device, Time);

internal sealed record BayReopened(DeviceId Device, EventTime Time, string Bay, string By) : ParkingFact(Device, Time);

/// <summary>From now on the sensor reports another bay.</summary>
internal sealed record SensorMoved(DeviceId Device, EventTime Time, DeviceId Sensor, string From, string To, string By)
    : ParkingFact(Device, Time);

/// <summary>All zones as they were, every quarter of an hour: what "usually" is learned from.</summary>
[MayLeave("zones")]
public sealed record LotCounted(DeviceId Device, EventTime Time, ImmutableArray<ZoneCounts> Zones) : ParkingFact(Device, Time)
{
    [JsonIgnore]
    public override LotFigures Figures => new() { Zones = Zones };
}

/// <summary>The entry counter was set to what the sensors see; <paramref name="Residual"/> is by how much it was off.</summary>
internal sealed record CounterRebased(DeviceId Device, EventTime Time, int Inside, int Residual) : ParkingFact(Device, Time);

/// <summary>By the rules of that <paramref name="Version"/>; the fee is in yuan.</summary>
internal sealed record PermitIssued(DeviceId Device, EventTime Time, Permit Permit, int Fee, int Version, string By)
    : ParkingFact(Device, Time);

internal sealed record PermitEnded(DeviceId Device, EventTime Time, string Permit, string By) : ParkingFact(Device, Time);

internal sealed record ParkingRulesDecided(DeviceId Device, EventTime Time, PermitPolicy Policy) : ParkingFact(Device, Time);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    IgnoreReadOnlyProperties = true,
    Converters = [typeof(InstantConverter)])]
[JsonSerializable(typeof(ParkingFact))]
[JsonSerializable(typeof(BaySensorState))]
[JsonSerializable(typeof(LotState))]
[JsonSerializable(typeof(SignState))]
[JsonSerializable(typeof(Announce))]
[JsonSerializable(typeof(CounterState))]
internal sealed partial class ParkingJson : JsonSerializerContext;
