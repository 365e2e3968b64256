using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Estate.Domain.Devices;
using NodaTime;

namespace Estate.Domain.Visits;

/// <summary>What became of visits and of who makes them. The journal's pages say that there was one, not where.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(VisitRosterProposed), "visit_roster_proposed")]
[JsonDerivedType(typeof(VisitRosterApproved), "visit_roster_approved")]
[JsonDerivedType(typeof(VisitRosterWithdrawn), "visit_roster_withdrawn")]
[JsonDerivedType(typeof(VisitNoted), "visit_noted")]
public abstract record VisitFact(DeviceId Device, EventTime Time) : Fact(Device, Time)
{
    public const string SliceName = "visits";

    [JsonIgnore]
    public override string Slice => SliceName;

    [JsonIgnore]
    public override JsonTypeInfo Schema => Json;

    /// <summary>All of them as they are stored.</summary>
    public static JsonTypeInfo Json => VisitJson.Default.VisitFact;

    public override Text Describe(DateTimeZone zone) => this switch
    {
        VisitRosterProposed { Content: var one } => new(
            $"{one.Author} 提议走访名单：由 {one.Keeper} 保管，{one.Volunteers.Length} 名志愿者",
            $"{one.Author} proposed that {one.Keeper} keeps the log of visits and {one.Volunteers.Length} volunteers make them"),
        VisitRosterApproved one => new($"{one.By} 批准了走访名单", $"{one.By} approved who makes visits"),
        VisitRosterWithdrawn one => new($"{one.By} 撤回了走访名单", $"{one.By} withdrew who makes visits"),
        VisitNoted => new("登记了一次走访", "a visit was noted"),
        _ => throw new InvalidOperationException(GetType().Name),
    };
}

internal sealed record VisitRosterProposed(DeviceId Device, EventTime Time, string Proposal, VisitRoster Content) : VisitFact(Device, Time);

internal sealed record VisitRosterApproved(DeviceId Device, EventTime Time, string Proposal, string By) : VisitFact(Device, Time);

internal sealed record VisitRosterWithdrawn(DeviceId Device, EventTime Time, string Proposal, string By) : VisitFact(Device, Time);

/// <summary>What was written goes with the household.</summary>
internal sealed record VisitNoted(
    DeviceId Device, EventTime Time, string Visit, string Household, VisitDetails Details, string Words, string By)
    : VisitFact(Device, Time);

internal sealed record VisitDetails(VisitPurpose Purpose, VisitConsent Consent, LocalDate On, LocalDate? Next);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(InstantConverter), typeof(LocalDateConverter)])]
[JsonSerializable(typeof(VisitFact))]
internal sealed partial class VisitJson : JsonSerializerContext;
