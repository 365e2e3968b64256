namespace Estate.Adapters.Chips;

/// <summary>What a chip is for.</summary>
public enum ChipRole
{
    Reader,
    Display,
    Lamp,
    Buzzer,
    Sensor,
}
