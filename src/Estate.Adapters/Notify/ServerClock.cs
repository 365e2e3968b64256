using NodaTime;

namespace Estate.Adapters.Notify;

/// <summary>
/// A server's wall clock by the dates of its answers, and by our stopwatch since: never ahead of it, and some second behind. A server
/// without dates counts as having ours.
/// </summary>
internal sealed class ServerClock(TimeProvider time)
{
    /// <summary>What dates in whole seconds cannot tell.</summary>
    private static readonly Duration Blur = Duration.FromSeconds(2);

    private (DateTimeOffset Date, long Stamp)? _known;

    internal Instant Now => _known is var (date, stamp) ? Instant.FromDateTimeOffset(date + time.GetElapsedTime(stamp)) : Ours;

    /// <summary>How far it is ahead of ours.</summary>
    internal Duration Skew => Now - Ours is var skew && (skew > Blur || skew < -Blur) ? skew : Duration.Zero;

    private Instant Ours => Instant.FromDateTimeOffset(time.GetUtcNow());

    internal void Learn(DateTimeOffset? date) => _known = (date ?? time.GetUtcNow(), time.GetTimestamp());
}
