using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Estate.Domain.Devices;
using NodaTime;

namespace Estate.Domain.Garage;

/// <summary>What happened in a garage for bicycles.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(BikesPassed), "bikes_passed")]
[JsonDerivedType(typeof(BikesCounted), "bikes_counted")]
[JsonDerivedType(typeof(NightCounted), "night_counted")]
[JsonDerivedType(typeof(BikeCountDoubted), "bike_count_doubted")]
[JsonDerivedType(typeof(BikePermitIssued), "bike_permit_issued")]
[JsonDerivedType(typeof(BikePermitEnded), "bike_permit_ended")]
[JsonDerivedType(typeof(BikeTakenAway), "bike_taken_away")]
internal abstract record GarageFact(DeviceId Device, EventTime Time) : Fact(Device, Time)
{
    [JsonIgnore]
    public override string Slice => GarageKind.KindName;

    [JsonIgnore]
    public override JsonTypeInfo Schema => GarageJson.Default.GarageFact;

    public override Text Describe(DateTimeZone zone) => GarageTexts.Of(this, zone);
}

/// <summary>Through the door. Whose they are is no fact: only what stands inside is known by its tag.</summary>
[MayLeave("direction", "bike", "count")]
internal sealed record BikesPassed(DeviceId Device, EventTime Time, BikeDirection Direction, BikeType? Bike, int Count, bool IsTagged)
    : GarageFact(Device, Time);

/// <summary>All were counted, by a person or (null) a camera; the passages had been off by so many.</summary>
internal sealed record BikesCounted(
    DeviceId Device, EventTime Time, int Bicycles, int EBikes, int Unknown, int? OffBy, string? By) : GarageFact(Device, Time);

/// <summary>Those that stay overnight; with a tag, those of households without a permit, and those that have not moved for long.</summary>
[MayLeave("bicycles", "e_bikes", "unknown")]
internal sealed record NightCounted(
    DeviceId Device, EventTime Time, int Bicycles, int EBikes, int Unknown, int WithoutPermit, int Abandoned = 0)
    : GarageFact(Device, Time);

/// <summary>So many passages left a doubt that the number is no longer shown, or it is again.</summary>
internal sealed record BikeCountDoubted(DeviceId Device, EventTime Time, bool IsDoubtful) : GarageFact(Device, Time)
{
    [JsonIgnore]
    public override IEnumerable<Condition> Conditions =>
        [new("bike_count_doubtful", "", Severity.Low, IsDoubtful, new("车库车数不可靠，请清点", "Bicycles to be counted"))];
}

internal sealed record BikePermitIssued(DeviceId Device, EventTime Time, BikePermit Permit, string By) : GarageFact(Device, Time);

internal sealed record BikePermitEnded(DeviceId Device, EventTime Time, string Permit, string By) : GarageFact(Device, Time);

internal sealed record BikeTakenAway(DeviceId Device, EventTime Time, string Bike, string By, string Reason) : GarageFact(Device, Time);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(InstantConverter)])]
[JsonSerializable(typeof(GarageFact))]
[JsonSerializable(typeof(GarageState))]
internal sealed partial class GarageJson : JsonSerializerContext;
