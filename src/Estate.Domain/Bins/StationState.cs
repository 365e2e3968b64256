using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Estate.Domain.Devices;
using NodaTime;

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
    public double? BatteryPct { get; init; }
    public Instant? BatteryAt { get; init; }

    public StationState With(Compartment changed) => this with
    {
        Compartments = [.. Compartments.Select(one => one.Category == changed.Category ? changed : one)],
    };
}

public sealed record UnmatchedDeposit(Deposit Deposit, EventTime Time);
