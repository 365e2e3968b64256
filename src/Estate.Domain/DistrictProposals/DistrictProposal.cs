using System.Text.Json.Serialization;
using Estate.Domain.Devices;
using NodaTime;

namespace Estate.Domain.DistrictProposals;

/// <summary>All that a district may propose. The list is closed, and nothing on it is an order to a device.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<ProposedKind>))]
public enum ProposedKind
{
    /// <summary>Something to tell the residents (通知).</summary>
    Notice,

    /// <summary>A year's days off and make-up days (调休).</summary>
    Holidays,

    /// <summary>Other rules for points.</summary>
    Policy,

    /// <summary>A rule that watches for something, as a file.</summary>
    Rule,

    /// <summary>How a product of another maker is read, as a file.</summary>
    Profile,
}

/// <summary>What the district would like the committee to decide; the committee decides.</summary>
/// <param name="Content">JSON, as it was signed; what is in it depends on the kind.</param>
/// <param name="Digest">Of all that was signed: the same id with another one is another proposal under a used name.</param>
public sealed record DistrictProposal(string Id, ProposedKind Kind, Instant ValidUntil, string Content, string Digest)
{
    /// <summary>Bytes of UTF-8.</summary>
    public const int MaxContent = 32_768;

    /// <summary>For those who keep the estate's files; all else is for the committee.</summary>
    [JsonIgnore]
    public bool IsFile => Kind is ProposedKind.Rule or ProposedKind.Profile;
}

public enum ProposalAnswer
{
    None,
    TakenUp,
    Declined,

    /// <summary>The district took it back before anybody answered.</summary>
    Withdrawn,
}

/// <summary>A proposal and what became of it.</summary>
public sealed record ProposalStanding(DistrictProposal Proposal, Instant ReceivedAt, ProposalAnswer Answer = ProposalAnswer.None)
{
    public bool IsOpenAt(Instant now) => Answer == ProposalAnswer.None && now < Proposal.ValidUntil;
}
