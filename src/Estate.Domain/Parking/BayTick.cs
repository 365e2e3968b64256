using System.Text.Json.Serialization;
using NodaTime;

namespace Estate.Domain.Parking;

/// <summary>What a guard saw on a bay, beside what the car park said of it at that moment.</summary>
public sealed record BayTick(bool IsOccupied, BayStatus Said)
{
    /// <summary>By the stopwatch; after a restart nobody can say how long ago it was.</summary>
    [JsonIgnore]
    public Duration? TickedAt { get; init; }

    /// <summary>The car park has come to say the same since.</summary>
    public bool IsFollowed { get; init; }

    internal bool IsWrong => Said == (IsOccupied ? BayStatus.Free : BayStatus.Occupied);

    internal bool IsAnsweredBy(BayStatus status) => status == (IsOccupied ? BayStatus.Occupied : BayStatus.Free);
}
