using System.Collections.Immutable;
using System.Text.Json.Serialization;
using NodaTime;

namespace Estate.Domain.Patrol;

/// <summary>One walk: the hours' name such as 22:00-23:00, and when it was.</summary>
public readonly record struct Round(string Name, Instant From, Instant To)
{
    public bool Contains(Instant at) => From <= at && at < To;
}

/// <summary>A guard (by the number of the cards file) was at a checkpoint.</summary>
public sealed record CheckpointVisit(string Checkpoint, Instant At, string Guard);

/// <summary>A round that is over, with the first visit to each checkpoint.</summary>
public sealed record RoundResult(Round Round, ImmutableArray<CheckpointVisit> Visits, ImmutableArray<string> Missed);

/// <summary>A patrol as last known. Immutable.</summary>
public sealed record PatrolState
{
    /// <summary>Rounds that ended until then have been evaluated; null before the first look at a clock.</summary>
    [JsonPropertyName("judged_until")]
    public Instant? EvaluatedUntil { get; init; }

    /// <summary>Of rounds not yet evaluated.</summary>
    public ImmutableArray<CheckpointVisit> Visits { get; init; } = [];

    /// <summary>Newest first.</summary>
    public ImmutableArray<RoundResult> Results { get; init; } = [];

    /// <summary>The round that is on, if any.</summary>
    public Round? Current { get; init; }

    /// <summary>The rounds of the inventory of then, by name: others are evaluated from now on only.</summary>
    public ImmutableArray<string> Rounds { get; init; } = [];

    /// <summary>As many as each round has to visit.</summary>
    public int Checkpoints { get; init; }
}
