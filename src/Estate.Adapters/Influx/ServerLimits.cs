using NodaTime;

namespace Estate.Adapters.Influx;

/// <summary>What a time-series server takes and does not keep, as it says itself.</summary>
/// <param name="Keeps">What is older is answered like any other and not kept, or not for long; null: it keeps all, or does not say.</param>
/// <param name="Ahead">The same of what lies farther in the future; null: any time is kept.</param>
/// <param name="Counts">How often it counts a line that comes twice.</param>
public sealed record ServerLimits(Duration? Keeps, Duration? Ahead, RepeatCount Counts)
{
    public static ServerLimits None { get; } = new(null, null, RepeatCount.Once);

    /// <summary>What is kept was between these times at that moment.</summary>
    public Interval KeptAt(Instant now) => new(
        Keeps is { } keeps && now - Instant.MinValue > keeps ? now - keeps : null,
        Ahead is { } ahead && Instant.MaxValue - now > ahead ? now + ahead : null);
}

/// <summary>How often a server counts a line that comes twice.</summary>
public enum RepeatCount
{
    Once,
    Twice,

    /// <summary>It hangs on a setting that cannot be seen.</summary>
    Unknown,
}
