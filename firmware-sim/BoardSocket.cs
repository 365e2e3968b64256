namespace Estate.FirmwareSim;

/// <summary>One socket of a charger board: relay, register, and what is plugged in.</summary>
public sealed class BoardSocket(int number)
{
    public int Number => number;

    public BikeBattery? Bike { get; set; }

    /// <summary>The relay no longer opens.</summary>
    public bool IsWelded { get; set; }

    public string? Order { get; private set; }

    public double EnergyWh { get; private set; }

    public bool IsClosed => _isClosed || IsWelded;

    public double PowerW => IsClosed && Bike is { } bike ? bike.PowerW : 0;

    private bool _isClosed;
    private double _secondsLeft;

    public void Start(string order, double seconds) => (_isClosed, Order, _secondsLeft) = (true, order, seconds);

    public void Open() => (_isClosed, Order) = (false, null);

    /// <summary>After a reboot the register starts over.</summary>
    public void Reset()
    {
        Open();
        EnergyWh = 0;
    }

    /// <param name="haste">How much faster than the clock the battery fills; the register counts what really flowed.</param>
    /// <returns>True where the time the board was given for the order is over.</returns>
    public bool Step(double seconds, double haste)
    {
        EnergyWh += PowerW * seconds / 3600;
        if (IsClosed)
            Bike?.Charge(seconds * haste);
        _secondsLeft -= seconds;
        return _isClosed && _secondsLeft <= 0;
    }
}
