using System.Collections.Immutable;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Estate.Domain.Devices;
using NodaTime;

namespace Estate.Domain.Patrol;

/// <summary>What happened on the guards' rounds.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(CheckpointVisited), "checkpoint_visited")]
[JsonDerivedType(typeof(VisitCounted), "visit_counted")]
[JsonDerivedType(typeof(RoundEnded), "round_ended")]
[JsonDerivedType(typeof(RoundsChanged), "rounds_changed")]
public abstract record PatrolFact(DeviceId Device, EventTime Time) : Fact(Device, Time)
{
    [JsonIgnore]
    public override string Slice => PatrolKind.KindName;

    [JsonIgnore]
    public override JsonTypeInfo Schema => PatrolJson.Default.PatrolFact;

    public override Text Describe(DateTimeZone zone) => PatrolTexts.Of(this, zone);

    /// <summary>Each of the day's rounds has an alert of its own: tomorrow's complete round ends it, or a visit received late.</summary>
    private protected static Condition MissingOf(string round, ImmutableArray<string> missed) =>
        new("missed_checkpoints", round, Severity.Medium, !missed.IsEmpty,
            new("巡更漏点", "Checkpoints missed"))
        { Value = Text.Same(string.Join(", ", missed.Select(PatrolTexts.IdOf))) };
}

/// <summary>A guard's card at a checkpoint.</summary>
internal sealed record CheckpointVisited(DeviceId Device, EventTime Time, string Guard) : PatrolFact(Device, Time);

/// <summary>The first visit of a round to that checkpoint, and which are still missing.</summary>
internal sealed record VisitCounted(DeviceId Device, EventTime Time, Round Round, CheckpointVisit Visit, ImmutableArray<string> Missing)
    : PatrolFact(Device, Time)
{
    /// <summary>The round had been evaluated without it.</summary>
    public bool IsLate { get; init; }

    /// <summary>Nothing later is known of a round of that name: only then does it change the alert.</summary>
    public bool IsNewest { get; init; }

    [JsonIgnore]
    public override IEnumerable<Condition> Conditions => IsLate && IsNewest ? [MissingOf(Round.Name, Missing)] : [];
}

public sealed record RoundEnded(DeviceId Device, EventTime Time, RoundResult Result) : PatrolFact(Device, Time)
{
    [JsonIgnore]
    public override RoundFigures Figures => new() { Result = Result };

    [JsonIgnore]
    public override IEnumerable<Condition> Conditions => [MissingOf(Result.Round.Name, Result.Missed)];
}

/// <summary>There are no rounds at these hours any more.</summary>
internal sealed record RoundsChanged(DeviceId Device, EventTime Time, ImmutableArray<string> Gone) : PatrolFact(Device, Time)
{
    [JsonIgnore]
    public override IEnumerable<Condition> Conditions => Gone.Select(round => MissingOf(round, []));
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(InstantConverter)])]
[JsonSerializable(typeof(PatrolFact))]
[JsonSerializable(typeof(PatrolState))]
[JsonSerializable(typeof(CheckpointState))]
internal sealed partial class PatrolJson : JsonSerializerContext;
