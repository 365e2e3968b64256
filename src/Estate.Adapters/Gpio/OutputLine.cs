namespace Estate.Adapters.Gpio;

/// <summary>What an output shall be, and the line that makes it so while it is held. For any thread.</summary>
internal sealed class OutputLine(PinLine pin)
{
    private readonly Lock _lock = new();
    private LineRequest? _request;
    private bool _isWanted;
    private bool _isDriven;
    private int _error;

    internal PinLine Pin => pin;

    /// <summary>Inactive until something else was wanted.</summary>
    internal bool IsWanted
    {
        get
        {
            lock (_lock)
                return _isWanted;
        }
    }

    /// <summary>Why the chip would not take the value; null when it did, or when no line is held.</summary>
    internal string? Fault
    {
        get
        {
            lock (_lock)
                return _error == 0 ? null : $"{pin.Name} (line {pin.Line}) cannot be driven: {LibC.Describe(_error)}; look at the wiring and supply of the chip";
        }
    }

    internal bool Drive(bool active)
    {
        lock (_lock)
        {
            (_isWanted, _isDriven) = (active, false);
            return Apply();
        }
    }

    /// <summary>From now on <paramref name="request"/> is the line; it came up as <paramref name="initial"/>.</summary>
    internal void Attach(LineRequest request, bool initial)
    {
        lock (_lock)
        {
            (_request, _isDriven) = (request, initial == _isWanted);
            Apply();
        }
    }

    /// <summary>Drives again what the chip would not take before.</summary>
    internal void Retry()
    {
        lock (_lock)
            Apply();
    }

    internal void Detach()
    {
        lock (_lock)
            (_request, _isDriven, _error) = (null, false, 0);
    }

    /// <summary>The end: inactive, and then let go of. A race lost to another thread still ends with the line let go.</summary>
    internal void Release()
    {
        Drive(false);
        Detach();
    }

    private bool Apply()
    {
        if (!_isDriven && _request is { } request)
        {
            _error = request.SetValues(1, _isWanted ? 1UL : 0UL);
            _isDriven = _error == 0;
        }
        return _isDriven;
    }
}
