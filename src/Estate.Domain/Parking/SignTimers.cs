using NodaTime;

namespace Estate.Domain.Parking;

/// <summary>What the lot last said and when, and when the sign was last changed and last fed, by the stopwatch.</summary>
public sealed record SignTimers
{
    public ZoneCounts? Counts { get; init; }
    public Duration? HeardAt { get; init; }

    /// <summary>What is shown instead of the number, and how long.</summary>
    public (string Text, Duration Until)? Announced { get; init; }
    public Duration? ChangedAt { get; init; }
    public Duration? FedAt { get; init; }
    public bool IsFull { get; init; }
    public bool IsDoubtful { get; init; }
}
