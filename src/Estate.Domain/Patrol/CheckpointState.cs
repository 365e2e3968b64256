using NodaTime;

namespace Estate.Domain.Patrol;

/// <summary>A checkpoint as last known.</summary>
public sealed record CheckpointState
{
    public Instant? VisitedAt { get; init; }
    public double? BatteryPct { get; init; }
}
