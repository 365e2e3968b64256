using NodaTime;

namespace Estate.Domain.Monitors;

/// <summary>Since when, by the stopwatch; most sensors have none of it.</summary>
internal sealed record MonitorTimers(Duration? OpenSince, Duration? BikeSeen)
{
    internal static readonly MonitorTimers None = new(null, null);
}
