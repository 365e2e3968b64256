using Estate.Domain.Devices;
using NodaTime;

namespace Estate.Gateway.Pipeline;

/// <summary>
/// The only place where time enters: wall time as an instant and how far it can be believed, and the stopwatch for
/// durations.
/// </summary>
internal sealed class GatewayClock(PlatformServices platform)
{
    /// <summary>The year of this program; a clock before it was never set.</summary>
    private const int EarliestYear = 2026;

    /// <summary>A quartz goes wrong by some seconds a day; GB 50396 5.1.3 allows 5.</summary>
    private static readonly Duration MaxHoldover = Duration.FromDays(7);

    private readonly long _started = platform.Time.GetTimestamp();
    private Instant _notBefore = Instant.MinValue;
    private Duration? _synchronisedAt;
    private volatile int _trust = (int)ClockTrust.Unknown;

    public TimeProvider Time => platform.Time;

    internal Duration TickEvery => Duration.FromTimeSpan(platform.TickEvery);

    public Instant Now => Instant.FromDateTimeOffset(Time.GetUtcNow());

    /// <summary>By the stopwatch, since the start.</summary>
    public Duration Uptime => Duration.FromTimeSpan(Time.GetElapsedTime(_started));

    /// <summary>As of the last <see cref="UpdateTrust"/>.</summary>
    public ClockTrust Trust => (ClockTrust)_trust;

    /// <summary>Sure enough to forget by: one that is years ahead would take everything.</summary>
    internal bool IsSure => Trust is ClockTrust.Synced or ClockTrust.Holdover;

    /// <summary>It has been this late before; an earlier wall clock is wrong. Before the first <see cref="UpdateTrust"/>.</summary>
    internal void StartAfter(Instant newest) => _notBefore = newest;

    /// <summary>
    /// Disciplined now: synced. Within a week: holdover. Longer ago, or never, but not before what was written last (a
    /// battery clock, or the time saved at the last shutdown): estimated. Else unknown.
    /// </summary>
    internal ClockTrust UpdateTrust()
    {
        var isSynchronised = platform.IsClockSynchronised();
        if (isSynchronised)
            _synchronisedAt = Uptime;
        var trust = isSynchronised ? ClockTrust.Synced
            : Uptime - _synchronisedAt <= MaxHoldover ? ClockTrust.Holdover
            : Now >= _notBefore && Now.InUtc().Year >= EarliestYear ? ClockTrust.Estimated
            : ClockTrust.Unknown;
        _trust = (int)trust;
        return trust;
    }
}
