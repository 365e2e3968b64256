using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Estate.Domain.Devices;
using NodaTime;

namespace Estate.Domain.DistrictProposals;

/// <summary>What became of the district's proposals. Who decided stands in the audit alone.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(ProposalReceived), "proposal_received")]
[JsonDerivedType(typeof(ProposalTakenUp), "proposal_taken_up")]
[JsonDerivedType(typeof(ProposalDeclined), "proposal_declined")]
[JsonDerivedType(typeof(ProposalWithdrawn), "proposal_withdrawn")]
public abstract record ProposalFact(DeviceId Device, EventTime Time, string Proposal) : Fact(Device, Time)
{
    public const string SliceName = "proposals";

    [JsonIgnore]
    public override string Slice => SliceName;

    [JsonIgnore]
    public override JsonTypeInfo Schema => Json;

    /// <summary>All of them as they are stored.</summary>
    public static JsonTypeInfo Json => ProposalJson.Default.ProposalFact;

    [JsonIgnore]
    public override string? CorrelationId => Proposal;

    public override Text Describe(DateTimeZone zone) => this switch
    {
        ProposalReceived => new($"区级平台发来建议 {Proposal}", $"the district proposed {Proposal}"),
        ProposalTakenUp => new($"采纳了区级平台的建议 {Proposal}", $"the district's proposal {Proposal} was taken up"),
        ProposalWithdrawn => new($"区级平台撤回了建议 {Proposal}", $"the district withdrew its proposal {Proposal}"),
        _ => new($"没有采纳区级平台的建议 {Proposal}", $"the district's proposal {Proposal} was declined"),
    };
}

[MayLeave(HashedId = "proposal")]
internal sealed record ProposalReceived(DeviceId Device, EventTime Time, string Proposal, DistrictProposal Content)
    : ProposalFact(Device, Time, Proposal);

[MayLeave(HashedId = "proposal")]
internal sealed record ProposalTakenUp(DeviceId Device, EventTime Time, string Proposal) : ProposalFact(Device, Time, Proposal);

[MayLeave(HashedId = "proposal")]
internal sealed record ProposalDeclined(DeviceId Device, EventTime Time, string Proposal) : ProposalFact(Device, Time, Proposal);

/// <param name="ValidUntil">Until then it is remembered also where the proposal itself has not come yet.</param>
[MayLeave(HashedId = "proposal")]
internal sealed record ProposalWithdrawn(DeviceId Device, EventTime Time, string Proposal, Instant ValidUntil)
    : ProposalFact(Device, Time, Proposal);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(InstantConverter)])]
[JsonSerializable(typeof(ProposalFact))]
internal sealed partial class ProposalJson : JsonSerializerContext;
