using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Estate.Domain.Credentials;
using Estate.Domain.Devices;
using NodaTime;

namespace Estate.Domain.Bins;

/// <summary>What happened at a waste-sorting station.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(CardTapped), "card_tapped")]
[JsonDerivedType(typeof(Deposited), "deposited")]
[JsonDerivedType(typeof(DepositUnclaimed), "deposit_unclaimed")]
[JsonDerivedType(typeof(CompartmentEmptied), "compartment_emptied")]
[JsonDerivedType(typeof(CompartmentFilledUp), "compartment_filled_up")]
[JsonDerivedType(typeof(CompartmentHasRoom), "compartment_has_room")]
[JsonDerivedType(typeof(LevelUnreadable), "level_unreadable")]
[JsonDerivedType(typeof(LidMoved), "lid_moved")]
[JsonDerivedType(typeof(TiltChanged), "tilt_changed")]
[JsonDerivedType(typeof(FireChanged), "fire_changed")]
[JsonDerivedType(typeof(HeatChanged), "heat_changed")]
public abstract record StationFact(DeviceId Device, EventTime Time) : Fact(Device, Time)
{
    [JsonIgnore]
    public override string Slice => StationKind.KindName;

    [JsonIgnore]
    public override JsonTypeInfo Schema => StationJson.Default.StationFact;

    public override Text Describe(DateTimeZone zone) => StationFactTexts.Of(this);
}

/// <summary><paramref name="Session"/> is the tap's event id.</summary>
public sealed record CardTapped(DeviceId Device, EventTime Time, string Session, CardToken Card) : StationFact(Device, Time)
{
    [JsonIgnore]
    public override string? CorrelationId => Session;
}

/// <summary>
/// Waste of a session; <paramref name="Household"/> is null where the card was turned away. <paramref name="IsFirst"/> is
/// false for a further bag of the same visit.
/// </summary>
[MayLeave("category", "grams", "is_first")]
public sealed record Deposited(
    DeviceId Device, EventTime Time, string Session, EventTime TappedAt, string? Household, WasteCategory Category, int Grams,
    bool IsFirst = true)
    : StationFact(Device, Time)
{
    [JsonIgnore]
    public override string? CorrelationId => Session;

    [JsonIgnore]
    public override Contribution? Contribution => new Contribution(WasteCategories.WordOf(Category), Grams, Household);
}

/// <summary>Waste without a tap: none came, or its session was over.</summary>
[MayLeave("category", "grams")]
internal sealed record DepositUnclaimed(DeviceId Device, EventTime Time, string Session, WasteCategory Category, int Grams)
    : StationFact(Device, Time)
{
    [JsonIgnore]
    public override string? CorrelationId => Session;

    /// <summary>Nobody's waste is waste all the same.</summary>
    [JsonIgnore]
    public override Contribution? Contribution => new Contribution(WasteCategories.WordOf(Category), Grams, null);
}

/// <summary><paramref name="IsReported"/> distinguishes a report from an inference out of falling levels; levels are 0 to 1.</summary>
[MayLeave("category", "before", "after", "is_reported")]
internal sealed record CompartmentEmptied(
    DeviceId Device, EventTime Time, WasteCategory Category, double? Before, double? After, bool IsReported)
    : StationFact(Device, Time)
{
    [JsonIgnore]
    public override Contribution? Contribution =>
        new Contribution($"{BinCollections.WordOf(Before)}/{WasteCategories.WordOf(Category)}", 1, null);
}

[MayLeave("category", "fill")]
internal sealed record CompartmentFilledUp(DeviceId Device, EventTime Time, WasteCategory Category, double Fill)
    : StationFact(Device, Time)
{
    [JsonIgnore]
    public override Contribution? Contribution =>
        new Contribution($"{BinCollections.FilledWord}/{WasteCategories.WordOf(Category)}", 1, null);
}

internal sealed record CompartmentHasRoom(DeviceId Device, EventTime Time, WasteCategory Category, double Fill) : StationFact(Device, Time);

/// <summary>The sensor answers but has no level; shown as unknown, never as empty or full.</summary>
internal sealed record LevelUnreadable(DeviceId Device, EventTime Time, WasteCategory Category) : StationFact(Device, Time);

internal sealed record LidMoved(DeviceId Device, EventTime Time, WasteCategory Category, bool Open) : StationFact(Device, Time);

internal sealed record TiltChanged(DeviceId Device, EventTime Time, bool Tilted) : StationFact(Device, Time);

[MayLeave("burning")]
internal sealed record FireChanged(DeviceId Device, EventTime Time, bool Burning) : StationFact(Device, Time)
{
    [JsonIgnore]
    public override IEnumerable<Condition> Conditions =>
        [new("fire", "", Severity.High, Burning, new("垃圾箱起火", "Fire in a bin")) { IsLatched = true }];
}

/// <summary>Too hot for a bin, or cool again; °C.</summary>
[MayLeave("hot", "temperature_c")]
internal sealed record HeatChanged(DeviceId Device, EventTime Time, bool Hot, double TemperatureC) : StationFact(Device, Time)
{
    [JsonIgnore]
    public override IEnumerable<Condition> Conditions =>
        [new("hot", "", Severity.Medium, Hot,
            new("垃圾箱温度高", "A bin is hot")) { Value = Text.Same(FormattableString.Invariant($"{TemperatureC:0} °C")) }];
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(InstantConverter)])]
[JsonSerializable(typeof(StationFact))]
[JsonSerializable(typeof(StationState))]
internal sealed partial class StationJson : JsonSerializerContext;
