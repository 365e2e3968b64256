using NodaTime;

namespace Estate.Gateway.Pipeline;

/// <summary>Notices when the wall clock is set: a Pi without a battery clock boots hours behind.</summary>
internal sealed class ClockSteps(GatewayClock clock)
{
    private static readonly Duration Unremarkable = Duration.FromSeconds(2);

    private Instant _wall = clock.Now;
    private long _stopwatch = clock.Time.GetTimestamp();

    /// <summary>By how much the wall clock went ahead of the stopwatch since the last look; null for next to nothing.</summary>
    internal Duration? Detect()
    {
        var (wall, stopwatch) = (clock.Now, clock.Time.GetTimestamp());
        var by = wall - _wall - Duration.FromTimeSpan(clock.Time.GetElapsedTime(_stopwatch, stopwatch));
        (_wall, _stopwatch) = (wall, stopwatch);
        return by > Unremarkable || by < -Unremarkable ? by : null;
    }
}
