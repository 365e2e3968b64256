using System.Collections.Immutable;
using Estate.Domain.Credentials;
using Estate.Domain.Devices;
using NodaTime;

namespace Estate.Domain.Gate;

/// <summary>Stopwatch readings since the gateway's start; null where nothing runs.</summary>
public sealed record GateTimers
{
    public Duration? ExitUntil { get; init; }
    public Duration? ExitPressedSince { get; init; }
    public Duration? GrantUntil { get; init; }

    /// <summary>A card opened, and nobody has gone through yet.</summary>
    public bool IsEntryAwaited { get; init; }

    /// <summary>A card was granted while the gate stood open for somebody else.</summary>
    public bool IsNextWaiting { get; init; }

    /// <summary>A pulse just ended unused; somebody may have the gate in hand.</summary>
    public Duration? ShuntUntil { get; init; }

    /// <summary>
    /// When the newest inputs were so: an older report never replaces them. By the stopwatch, because a wall clock that is
    /// set back must not make an exit button old news.
    /// </summary>
    public Duration? InputsAt { get; init; }

    /// <summary>As <see cref="InputsAt"/>, of what has no number of its own.</summary>
    public Duration? LevelsAt { get; init; }
    public Duration? OpenSince { get; init; }
    public Duration? LockMismatchSince { get; init; }
    public Duration? ContradictionSince { get; init; }
    public Duration? LastTick { get; init; }
    public Duration? LastCommandAt { get; init; }

    /// <summary>The lock's last command: locked or not, and until when a pulse runs; null before the first.</summary>
    public (bool IsLocked, Duration? Until)? LastCommand { get; init; }
    public ImmutableArray<Duration> UnknownCards { get; init; } = [];
    public ImmutableArray<Duration> ContactMoves { get; init; } = [];
    public int SwappedFrames { get; init; }

    /// <summary>A card whose household's permit is being asked for, within one step.</summary>
    internal (CardToken Card, bool NeedsTime, EventTime Time)? Asked { get; init; }
}
