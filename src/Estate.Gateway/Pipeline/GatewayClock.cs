using Estate.Domain.Devices;
using NodaTime;

namespace Estate.Gateway.Pipeline;

/// <summary>
/// The only place where time enters: wall time as an instant and how far it can be believed, and the stopwatch for
/// durations.
/// </summary>
public sealed class GatewayClock(Surroundings surroundings)
{
    private readonly long _started = surroundings.Time.GetTimestamp();
    private Instant _notBefore = Instant.MinValue;
    private bool _wasSynchronised;
    private volatile int _trust = (int)ClockTrust.Unknown;

    public TimeProvider Time => surroundings.Time;

    public Instant Now => Instant.FromDateTimeOffset(Time.GetUtcNow());

    /// <summary>By the stopwatch, since the start.</summary>
    public Duration Uptime => Duration.FromTimeSpan(Time.GetElapsedTime(_started));

    /// <summary>As of the last <see cref="Judge"/>.</summary>
    public ClockTrust Trust => (ClockTrust)_trust;

    /// <summary>It has been this late before; an earlier wall clock is wrong. Before the first <see cref="Judge"/>.</summary>
    internal void StartAfter(Instant newest) => _notBefore = newest;

    /// <summary>
    /// Disciplined now: synced. Once disciplined: holdover. Never yet, but not before what was written last (a battery
    /// clock, or the time saved at the last shutdown): estimated. Else unknown.
    /// </summary>
    internal ClockTrust Judge()
    {
        var isSynchronised = surroundings.IsClockSynchronised();
        _wasSynchronised |= isSynchronised;
        var trust = isSynchronised ? ClockTrust.Synced
            : _wasSynchronised ? ClockTrust.Holdover
            : Now >= _notBefore && Now.InUtc().Year >= EarliestYear ? ClockTrust.Estimated
            : ClockTrust.Unknown;
        _trust = (int)trust;
        return trust;
    }

    /// <summary>The year of this program; a clock before it was never set.</summary>
    private const int EarliestYear = 2026;
}
