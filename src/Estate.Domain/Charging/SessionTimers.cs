using NodaTime;

namespace Estate.Domain.Charging;

/// <summary>
/// Stopwatch readings; null where nothing runs. Nothing of it survives a restart: each dwell starts over, none is cut short.
/// </summary>
public sealed record SessionTimers
{
    /// <summary>Until when <see cref="ChargeSession.Elapsed"/> is counted.</summary>
    public Duration? CountedTo { get; init; }
    public Duration? ClosedSince { get; init; }
    public Duration? OpenSince { get; init; }
    public Duration? PowerAt { get; init; }
    public Duration? DrawnAt { get; init; }
    public Duration? FloatSince { get; init; }
    public Duration? UnpluggedSince { get; init; }

    /// <summary>It shall end and is seen on, since.</summary>
    public Duration? DefiedSince { get; init; }
}
