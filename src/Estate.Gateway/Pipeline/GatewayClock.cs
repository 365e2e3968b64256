using NodaTime;

namespace Estate.Gateway.Pipeline;

/// <summary>The only place where time enters: wall time as an instant, and the stopwatch for durations.</summary>
public sealed class GatewayClock(TimeProvider time)
{
    public TimeProvider Time => time;

    public Instant Now => Instant.FromDateTimeOffset(time.GetUtcNow());
}
