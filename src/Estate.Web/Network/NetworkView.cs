using Estate.Domain.Devices;
using Estate.Domain.Network;
using NodaTime;

namespace Estate.Web.Network;

/// <summary>A box at one moment.</summary>
/// <param name="Role">What it is for, such as a switch.</param>
public sealed record NetworkView(DeviceId Device, Text Role, NetworkState State, Presence Presence, Tone Tone)
{
    /// <summary>The silent box it hangs behind; null where none is.</summary>
    public DeviceId? Cause { get; init; }

    /// <summary>Devices of any kind behind it, also over others.</summary>
    public int Behind { get; init; }
    public int SilentBehind { get; init; }

    internal bool IsHeard => !Presence.IsSilent && Presence.LastSeen is not null;

    internal bool IsUnreachable => Presence.IsSilent;

    /// <summary>What stands first: what silences others, what is silent, what is silent with another, what else is wrong.</summary>
    internal int Worry => IsUnreachable ? (Cause is not null ? 2 : Behind > 0 ? 4 : 3) : Tone > Tone.Unknown ? 1 : 0;

    /// <summary>Since when it can be reached, or when it was heard last; null where nobody knows.</summary>
    internal Instant? Since => IsHeard ? State.ReachSince : Presence.LastSeen;

    internal Text Reach => IsHeard ? new("能连上", "reachable") : IsUnreachable ? new("连不上", "unreachable") : new("还没有消息", "not heard yet");

    /// <summary>Of one that was never heard nothing is known, nor that all is well.</summary>
    internal string Sign => IsUnreachable ? "‼" : !IsHeard ? "?" : Tone switch
    {
        Tone.Good => "✓",
        Tone.Unknown => "?",
        _ => "!",
    };

    /// <summary>Null where nothing of it is worth a word.</summary>
    internal Text? Problem => IsHeard || State.Probe is ProbeProblem.Refused ? NetworkKind.ProblemOf(State) : null;
}
