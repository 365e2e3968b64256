using NodaTime;

namespace Estate.Gateway.Pipeline.Devices;

/// <summary>
/// So many at once, so many a second for ever. The framework's own (System.Threading.RateLimiting) reads a stopwatch that no test can set.
/// </summary>
internal sealed class TokenBucket(double size, double perSecond)
{
    private double _missing;
    private Duration _filledAt;

    internal double LevelAt(Duration uptime)
    {
        _missing = Math.Max(0, _missing - ((uptime - _filledAt).TotalSeconds * perSecond));
        _filledAt = uptime;
        return size - _missing;
    }

    /// <summary>False where it is empty; takes what is there.</summary>
    internal bool TryTake(Duration uptime, int tokens = 1)
    {
        var isThere = LevelAt(uptime) >= 1;
        _missing = Math.Min(size, _missing + tokens);
        return isThere;
    }

    internal void Empty(Duration uptime) => (_missing, _filledAt) = (size, uptime);
}
