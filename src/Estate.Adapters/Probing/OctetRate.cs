namespace Estate.Adapters.Probing;

/// <summary>Megabits per second out of a counter of octets that begins anew: at 32 bits, or with the box.</summary>
public sealed class OctetRate
{
    private const double MostMbit = 1_000_000, Around = 1UL << 32;

    /// <summary>Less a box's clock does not differ from ours between two probes.</summary>
    private const double SlackS = 10;

    private (ulong Octets, bool IsWide, double At, double? UptimeS)? _last;

    /// <param name="octets">Null: not said; the next one begins again.</param>
    /// <param name="isWide">It has 64 bits, which last for longer than any box.</param>
    /// <param name="seconds">By the stopwatch.</param>
    /// <param name="uptimeS">The box's own; null: not said.</param>
    /// <returns>Null for the first, and where the counter began anew.</returns>
    public double? Next(ulong? octets, bool isWide, double seconds, double? uptimeS)
    {
        var last = _last;
        _last = octets is { } now ? (now, isWide, seconds, uptimeS) : null;
        if (last is not { } before || octets is not { } after || before.IsWide != isWide || seconds <= before.At
            || uptimeS - before.UptimeS < seconds - before.At - SlackS)
            return null;
        // 32 bits come round once between two probes at most; where they may more often, a box has the wide counters.
        var isAround = after < before.Octets;
        if (isAround && (isWide || before.Octets > uint.MaxValue))
            return null;
        var more = isAround ? after + Around - before.Octets : (double)(after - before.Octets);
        var mbit = more * 8 / 1e6 / (seconds - before.At);
        return mbit is >= 0 and <= MostMbit ? mbit : null;
    }
}
