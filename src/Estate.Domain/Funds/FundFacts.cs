using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Estate.Domain.Devices;
using NodaTime;

namespace Estate.Domain.Funds;

/// <summary>What became of tables of the common income.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(FundTableProposed), "fund_table_proposed")]
[JsonDerivedType(typeof(FundTableApproved), "fund_table_approved")]
[JsonDerivedType(typeof(FundTableWithdrawn), "fund_table_withdrawn")]
public abstract record FundFact(DeviceId Device, EventTime Time, string Proposal) : Fact(Device, Time)
{
    public const string SliceName = "funds";

    [JsonIgnore]
    public override string Slice => SliceName;

    [JsonIgnore]
    public override JsonTypeInfo Schema => Json;

    /// <summary>All of them as they are stored.</summary>
    public static JsonTypeInfo Json => FundJson.Default.FundFact;

    [JsonIgnore]
    public override string? CorrelationId => Proposal;

    public override Text Describe(DateTimeZone zone) => this switch
    {
        FundTableProposed { Content: var one } => new(
            $"{one.Author} 提交 {one.Quarter} 公共收益表，期末余额 {FundTerms.Yuan(one.ClosingCents)} 元",
            $"{one.Author} proposed the common income of {one.Quarter}, which ends with {FundTerms.Yuan(one.ClosingCents)} yuan"),
        FundTableApproved one => new($"{one.By} 批准公布 {one.Proposal}", $"{one.By} approved {one.Proposal}, which is published"),
        FundTableWithdrawn one => new($"{one.By} 撤回 {one.Proposal}", $"{one.By} withdrew {one.Proposal}"),
        _ => throw new InvalidOperationException(GetType().Name),
    };
}

internal sealed record FundTableProposed(DeviceId Device, EventTime Time, string Proposal, FundTable Content)
    : FundFact(Device, Time, Proposal);

internal sealed record FundTableApproved(DeviceId Device, EventTime Time, string Proposal, string By) : FundFact(Device, Time, Proposal);

internal sealed record FundTableWithdrawn(DeviceId Device, EventTime Time, string Proposal, string By) : FundFact(Device, Time, Proposal);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(InstantConverter)])]
[JsonSerializable(typeof(FundFact))]
internal sealed partial class FundJson : JsonSerializerContext;
