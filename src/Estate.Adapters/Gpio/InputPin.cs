namespace Estate.Adapters.Gpio;

/// <summary>An input as it is read again and again; a level counts once it has lasted. For the reading thread.</summary>
internal sealed class InputPin(PinLine line)
{
    private readonly long _debounceNs = Monotonic.Nanoseconds(line.Debounce);
    private long? _differsSince;

    internal PinLine Line => line;

    /// <summary>Active or not; null until it was read.</summary>
    internal bool? Level { get; private set; }

    /// <summary>When a level that differs will have lasted.</summary>
    internal long? DueNs => _differsSince + _debounceNs;

    /// <returns>True when the level is another now.</returns>
    internal bool Take(bool isHigh, long nowNs)
    {
        var isActive = isHigh != line.IsActiveLow;
        if (isActive == Level)
        {
            _differsSince = null;
            return false;
        }
        _differsSince ??= nowNs;
        if (Level is not null && nowNs - _differsSince < _debounceNs)
            return false;
        (Level, _differsSince) = (isActive, null);
        return true;
    }

    /// <summary>Not held any more: what was known is not known.</summary>
    internal void Forget() => (Level, _differsSince) = (null, null);
}
