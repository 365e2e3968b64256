namespace Estate.Adapters.Gpio;

/// <summary>The resistor inside the chip. A chip without one ignores the wish, so a long wire needs its own.</summary>
public enum PinBias
{
    AsIs,
    Disabled,
    PullUp,
    PullDown,
}
