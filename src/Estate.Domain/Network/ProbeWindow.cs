using System.Numerics;

namespace Estate.Domain.Network;

/// <summary>Which of the last probes were lost, the newest in the lowest bit. The default is none made.</summary>
internal readonly record struct ProbeWindow(uint Lost, byte Count)
{
    /// <summary>Probes that are remembered.</summary>
    internal const int Longest = 20;

    /// <summary>Fewer say nothing about a share.</summary>
    private const int Fewest = 10;

    private const uint Mask = (1u << Longest) - 1;

    internal ProbeWindow With(bool isAnswered) =>
        new(((Lost << 1) | (isAnswered ? 0u : 1u)) & Mask, (byte)Math.Min(Longest, Count + 1));

    internal int LostOf(int last) => BitOperations.PopCount(Lost & ((1u << last) - 1));

    /// <summary>Per cent; null while too few were made.</summary>
    internal double? LossPct => Count < Fewest ? null : 100.0 * BitOperations.PopCount(Lost) / Count;

    /// <summary>So many lost of the last, and it cannot be reached; again when fewer are and the last two were answered.</summary>
    internal bool? IsReachable(bool? before, NetworkSettings settings) =>
        LostOf(settings.Of) >= settings.Lost ? false
        : before == false && (Count < 2 || LostOf(2) > 0) ? false
        : Count == 0 || (before is null && LostOf(1) > 0) ? before
        : true;
}
