using System.Collections.Immutable;
using Estate.Domain.Devices;
using NodaTime;
using System.Text.Json.Serialization;

namespace Estate.Domain.Bins;

/// <summary>A station as last known. Immutable; unknown values are null.</summary>
public sealed record StationState
{
    public required ImmutableArray<Compartment> Compartments { get; init; }
    public ImmutableArray<TapSession> Sessions { get; init; } = [];

    /// <summary>Deposits that came before their tap (reordering, two outboxes); they wait for it.</summary>
    [JsonPropertyName("early")]
    public ImmutableArray<UnmatchedDeposit> UnmatchedDeposits { get; init; } = [];
    public bool? Tilted { get; init; }
    public Instant? TiltAt { get; init; }
    public bool Burning { get; init; }
    public Instant? FireAt { get; init; }
    public bool Hot { get; init; }
    public double? TemperatureC { get; init; }
    public Instant? TemperatureAt { get; init; }

    public StationState With(Compartment changed) => this with
    {
        Compartments = [.. Compartments.Select(one => one.Category == changed.Category ? changed : one)],
    };
}

/// <summary>Levels are 0 to 1. <see cref="FillAt"/> orders readings: an older one never replaces a newer.</summary>
public sealed record Compartment(WasteCategory Category)
{
    public double? Fill { get; init; }
    public Instant? FillAt { get; init; }
    public bool IsFull { get; init; }
    public bool IsUnreadable { get; init; }
    public bool? LidOpen { get; init; }
    public Instant? LidAt { get; init; }
    public Instant? EmptiedAt { get; init; }
}

/// <summary>
/// <paramref name="Household"/> is null until the card is known, and stays null for one turned away;
/// <paramref name="IsDone"/> once waste came, or none is expected.
/// </summary>
public sealed record TapSession(string Id, EventTime TappedAt, string? Household = null, [property: JsonPropertyName("is_settled")] bool IsAuthorized = false, bool IsDone = false);

public sealed record UnmatchedDeposit(Deposit Deposit, EventTime Time);
