using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Estate.Domain.Approvals;
using Estate.Domain.Bins;
using Estate.Domain.Devices;
using NodaTime;

namespace Estate.Domain.Points;

/// <summary>What happened to residents' points besides the transfers themselves.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(AwardDecided), "award_decided")]
[JsonDerivedType(typeof(CorrectionProposed), "correction_proposed")]
[JsonDerivedType(typeof(CorrectionApproved), "correction_approved")]
[JsonDerivedType(typeof(AwardsPutToReview), "awards_put_to_review")]
[JsonDerivedType(typeof(TransferDisputed), "transfer_disputed")]
[JsonDerivedType(typeof(DisputeSettled), "dispute_settled")]
[JsonDerivedType(typeof(PolicyProposed), "policy_proposed")]
[JsonDerivedType(typeof(PolicyApproved), "policy_approved")]
[JsonDerivedType(typeof(PolicyWithdrawn), "policy_withdrawn")]
public abstract record PointsFact(DeviceId Device, EventTime Time) : Fact(Device, Time)
{
    public const string SliceName = "points";

    [JsonIgnore]
    public override string Slice => SliceName;

    [JsonIgnore]
    public override JsonTypeInfo Schema => Json;

    /// <summary>All of them as they are stored.</summary>
    public static JsonTypeInfo Json => PointsJson.Default.PointsFact;

    public override Text Describe(DateTimeZone zone) => PointsFactTexts.Of(this, zone);
}

/// <summary>Why a session brought points or not: a word of <see cref="AwardResult"/>.</summary>
[MayLeave("result", "points", "today", Words = typeof(AwardResult))]
[ConcludedFrom(typeof(CardTapped), typeof(Deposited))]
public sealed record AwardDecided(DeviceId Device, EventTime Time, string Session, string? Household, string Result)
    : PointsFact(Device, Time)
{
    [JsonIgnore]
    public override string? CorrelationId => Session;

    /// <summary>What was looked at, in words, where it is not <see cref="Slot"/>; earlier programs wrote that in words, too.</summary>
    public Text? Grounds { get; init; }

    /// <summary>The time slot of the tap, by its beginning, such as 07:00; with the next two what was looked at.</summary>
    public string? Slot { get; init; }

    /// <summary>How often the household had got points that day: 0 at its first, so that households can be counted.</summary>
    public int? Today { get; init; }

    /// <summary>How often it may in a day.</summary>
    public int? Limit { get; init; }

    /// <summary>Points awarded; null where none were, or it was not recorded.</summary>
    public int? Points { get; init; }

    [JsonIgnore]
    public override AwardFigures Figures => new() { Points = Points };
}

/// <summary>Positive points give, negative take. Needs a second person.</summary>
public sealed record CorrectionProposed(
    DeviceId Device, EventTime Time, string Proposal, string Household, int Points, string Reason, string By)
    : PointsFact(Device, Time), IProposal
{
    [JsonIgnore]
    public override string? CorrelationId => Proposal;

    string IProposal.Id => Proposal;

    string IProposal.Author => By;
}

internal sealed record CorrectionApproved(DeviceId Device, EventTime Time, string Proposal, string By) : PointsFact(Device, Time)
{
    [JsonIgnore]
    public override string? CorrelationId => Proposal;
}

/// <summary>Nothing is taken: the desk shall look, and correct with a second person where that is right.</summary>
public sealed record AwardsPutToReview(DeviceId Device, EventTime Time, string Household, string Reason, string By)
    : PointsFact(Device, Time);

/// <summary>A household asks whether a movement of its points is right.</summary>
public sealed record TransferDisputed(DeviceId Device, EventTime Time, Guid Transfer, string Household, string Words, string By)
    : PointsFact(Device, Time)
{
    [JsonIgnore]
    public override string? CorrelationId => Transfer.ToString("D");
}

/// <summary>The desk's answer, as the household reads it; a correction is a transfer of its own.</summary>
internal sealed record DisputeSettled(DeviceId Device, EventTime Time, Guid Transfer, string Household, string Outcome, string By)
    : PointsFact(Device, Time)
{
    [JsonIgnore]
    public override string? CorrelationId => Transfer.ToString("D");
}

/// <summary>A member of the committee proposed other rules for points.</summary>
internal sealed record PolicyProposed(DeviceId Device, EventTime Time, PolicyProposal Proposal) : PointsFact(Device, Time)
{
    [JsonIgnore]
    public override string? CorrelationId => Proposal.Id;
}

/// <summary>Another member approved; <paramref name="Notice"/> is what residents read.</summary>
public sealed record PolicyApproved(
    DeviceId Device, EventTime Time, string Proposal, AwardPolicy Policy, string Author, string By, Text Notice) : PointsFact(Device, Time)
{
    [JsonIgnore]
    public override string? CorrelationId => Proposal;
}

internal sealed record PolicyWithdrawn(DeviceId Device, EventTime Time, string Proposal, string By) : PointsFact(Device, Time)
{
    [JsonIgnore]
    public override string? CorrelationId => Proposal;
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(InstantConverter)])]
[JsonSerializable(typeof(PointsFact))]
internal sealed partial class PointsJson : JsonSerializerContext;
