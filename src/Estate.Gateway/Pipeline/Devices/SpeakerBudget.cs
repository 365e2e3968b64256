using NodaTime;

namespace Estate.Gateway.Pipeline.Devices;

/// <summary>
/// What one device may still cost the others: turns at the machine, and errors that are written down. Beyond either it misbehaves, until
/// it has kept to both for a while. One thread at a time.
/// </summary>
internal sealed class SpeakerBudget
{
    /// <summary>Turns: more than any device says that waits for its answers, also after days without network.</summary>
    internal const int BurstTurns = 500, BurstTurnsPerSecond = 1_000;

    /// <summary>Turns a second that a whole estate needs at its busiest, and what one device may have saved up of them.</summary>
    internal const int SteadyTurnsPerSecond = 50, MaxSavedTurns = 100_000;

    /// <summary>A turn more for each of these in a message.</summary>
    private const int BytesPerTurn = 1_024;

    /// <summary>Each is a transaction of its own, about 10 kB to the disk.</summary>
    internal const int MaxErrors = 20, ErrorsPerHour = 60;

    /// <summary>Turns saved up again before it is served again.</summary>
    private const int Rest = BurstTurns / 2;

    /// <summary>Between looks at one who gets no turns, and between tries until one brought a reading.</summary>
    internal static readonly Duration BetweenSamples = Duration.FromMinutes(1), BetweenTries = Duration.FromSeconds(1);
    internal static readonly Duration Quiet = Duration.FromMinutes(10);

    private readonly TokenBucket _burst = new(BurstTurns, BurstTurnsPerSecond), _steady = new(MaxSavedTurns, SteadyTurnsPerSecond);
    private readonly TokenBucket _mistakes = new(MaxErrors, ErrorsPerHour / 3600.0);
    private bool _isMuted;
    private Duration _lookAt;
    private Duration? _exceededAt;

    /// <summary>Beyond which budget it went last.</summary>
    internal Excess Excess { get; private set; }

    /// <summary>Messages and errors that were counted instead of served, since it began to misbehave.</summary>
    internal long Counted { get; private set; }

    internal bool Misbehaves(Duration uptime) => uptime - _exceededAt < Quiet;

    /// <summary>What comes costs a turn whether it gets one or not, so that only saying less helps.</summary>
    internal bool TrySpendTurn(Duration uptime, int bytes)
    {
        var turns = 1 + (bytes / BytesPerTurn);
        var isThere = _burst.TryTake(uptime, turns) & _steady.TryTake(uptime, turns);
        _isMuted = !isThere || (_isMuted && Math.Min(_burst.LevelAt(uptime), _steady.LevelAt(uptime)) < Rest);
        return !_isMuted || Exceeds(Excess.Turns, uptime);
    }

    /// <summary>Who gets no turns is still looked at from time to time: what it measures may be too hot, and it is not silent.</summary>
    internal bool TrySample(Duration uptime)
    {
        if (uptime < _lookAt)
            return false;
        _lookAt = uptime + BetweenTries;
        return true;
    }

    internal void MarkSampled(Duration uptime) => _lookAt = uptime + BetweenSamples;

    /// <summary>While it misbehaves nothing is written down at all.</summary>
    internal bool TrySpendError(Duration uptime)
    {
        if (!_mistakes.TryTake(uptime))
            return Exceeds(Excess.Mistakes, uptime);
        if (!Misbehaves(uptime))
            return true;
        Counted++;
        return false;
    }

    /// <summary>It misbehaved when the gateway stopped; a restart is no new budget.</summary>
    internal void Resume(Duration uptime)
    {
        _exceededAt = uptime;
        _mistakes.Empty(uptime);
    }

    private bool Exceeds(Excess what, Duration uptime)
    {
        if (!Misbehaves(uptime))
            Counted = 0;
        (Excess, _exceededAt) = (what, uptime);
        Counted++;
        return false;
    }
}
