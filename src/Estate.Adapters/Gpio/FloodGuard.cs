namespace Estate.Adapters.Gpio;

/// <summary>No person shows more than 20 cards a second; a broken reader or a stranger at its wires does.</summary>
internal sealed class FloodGuard
{
    private const int MaxPerSecond = 20;

    private readonly Queue<long> _recent = new(MaxPerSecond + 1);
    private long _floodUntilNs = long.MinValue;

    /// <summary>False from the 21st frame within a second on, until a second brought no more than 20.</summary>
    internal bool Admit(long nowNs)
    {
        while (_recent.TryPeek(out var oldest) && (oldest <= nowNs - Monotonic.Second || _recent.Count > MaxPerSecond))
            _recent.Dequeue();
        _recent.Enqueue(nowNs);
        if (_recent.Count > MaxPerSecond)
            _floodUntilNs = nowNs + Monotonic.Second;
        return nowNs >= _floodUntilNs;
    }
}
