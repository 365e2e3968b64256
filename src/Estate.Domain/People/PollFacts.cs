using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Estate.Domain.Devices;
using NodaTime;

namespace Estate.Domain.People;

/// <summary>What happened to questions put to the households.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(PollProposed), "poll_proposed")]
[JsonDerivedType(typeof(PollApproved), "poll_approved")]
[JsonDerivedType(typeof(PollWithdrawn), "poll_withdrawn")]
[JsonDerivedType(typeof(HouseholdTicked), "household_ticked")]
[JsonDerivedType(typeof(TickUndone), "tick_undone")]
[JsonDerivedType(typeof(PollClosed), "poll_closed")]
[JsonDerivedType(typeof(PollDrafted), "poll_drafted")]
public abstract record PollFact(DeviceId Device, EventTime Time, string Poll) : Fact(Device, Time)
{
    public const string SliceName = "people";

    [JsonIgnore]
    public override string Slice => SliceName;

    [JsonIgnore]
    public override JsonTypeInfo Schema => Json;

    /// <summary>All of them as they are stored.</summary>
    public static JsonTypeInfo Json => PollJson.Default.PollFact;

    [JsonIgnore]
    public override string? CorrelationId => Poll;

    public override Text Describe(DateTimeZone zone) => PollTexts.Of(this, zone);
}

internal sealed record PollProposed(DeviceId Device, EventTime Time, string Poll, Poll Content) : PollFact(Device, Time, Poll);

internal sealed record PollApproved(DeviceId Device, EventTime Time, string Poll, string By) : PollFact(Device, Time, Poll);

internal sealed record PollWithdrawn(DeviceId Device, EventTime Time, string Poll, string By) : PollFact(Device, Time, Poll);

/// <summary>That it did, so that it does not again; what it ticked is only counted.</summary>
internal sealed record HouseholdTicked(DeviceId Device, EventTime Time, string Poll, string Household, string Channel)
    : PollFact(Device, Time, Poll)
{
    /// <summary>One more tick of its poll; whose is in no total.</summary>
    [JsonIgnore]
    public override Contribution? Contribution => new Contribution(Poll, 1, null);
}

/// <summary>It took its tick back, and may tick again.</summary>
internal sealed record TickUndone(DeviceId Device, EventTime Time, string Poll, string Household) : PollFact(Device, Time, Poll);

[MayLeave("result")]
internal sealed record PollClosed(DeviceId Device, EventTime Time, string Poll, PollResult Result) : PollFact(Device, Time, Poll);

internal sealed record PollDrafted(DeviceId Device, EventTime Time, string Poll, string Proposal) : PollFact(Device, Time, Poll);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(InstantConverter)])]
[JsonSerializable(typeof(PollFact))]
internal sealed partial class PollJson : JsonSerializerContext;
