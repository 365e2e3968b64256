using System.Device.I2c;
using System.Device.Pwm;
using System.Device.Spi;
using Estate.Adapters.Gpio;

namespace Estate.Adapters.Chips;

/// <summary>The buses and lines that chips hang on. Each opens its own; throws whatever the library throws.</summary>
internal interface IBuses
{
    I2cDevice OpenI2c(int bus, int address);

    SpiDevice OpenSpi(SpiConnectionSettings settings);

    PwmChannel OpenPwm(int chip, int channel);

    /// <summary>Lines of one GPIO chip, in this order.</summary>
    /// <exception cref="IOException">A line is not available; says which, why, and what to do.</exception>
    ChipLines OpenLines(IReadOnlyList<LineAddress> lines);
}

/// <summary>This machine's.</summary>
internal sealed class MachineBuses(TimeProvider time) : IBuses
{
    public I2cDevice OpenI2c(int bus, int address) => I2cDevice.Create(new(bus, address));

    public SpiDevice OpenSpi(SpiConnectionSettings settings) => SpiDevice.Create(settings);

    public PwmChannel OpenPwm(int chip, int channel) => PwmChannel.Create(chip, channel);

    public ChipLines OpenLines(IReadOnlyList<LineAddress> lines)
    {
        using var board = new GpioBoard(Pins.DeviceFolder);
        return ChipLines.Open(board, lines, time);
    }
}
