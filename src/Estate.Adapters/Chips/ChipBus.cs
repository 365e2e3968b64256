namespace Estate.Adapters.Chips;

/// <summary>How a chip is reached.</summary>
internal enum ChipBus
{
    /// <summary>By bus and address.</summary>
    I2c,

    /// <summary>By bus and chip select.</summary>
    Spi,

    /// <summary>By PWM chip and channel.</summary>
    Pwm,

    /// <summary>By lines of its own.</summary>
    Lines,
}
