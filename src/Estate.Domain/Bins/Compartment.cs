using NodaTime;

namespace Estate.Domain.Bins;

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
