using System.Device.I2c;
using System.Device.Pwm;
using System.Device.Spi;
using Estate.Adapters.Chips;
using Estate.Adapters.Gpio;
using Estate.Adapters.Tests.Gpio;

namespace Estate.Adapters.Tests.Chips;

/// <summary>One chip on each bus, and lines, all of them a test's.</summary>
internal sealed class ScriptedBuses(I2cDevice? i2c, SpiDevice? spi = null) : IBuses
{
    internal ScriptedRig Lines { get; init; } = new();

    internal PwmChannel? Pwm { get; init; }

    /// <summary>"chip: sht4x, bus: i2c-1", as in an entry.</summary>
    internal static ChipSettings Chip(string entry) =>
        ChipSettings.Parse(entry.Split(", ").Select(pair => pair.Split(": ")).ToDictionary(pair => pair[0], pair => pair[1]));

    public I2cDevice OpenI2c(int bus, int address) => i2c!;

    public SpiDevice OpenSpi(SpiConnectionSettings settings) => spi!;

    public PwmChannel OpenPwm(int chip, int channel) => Pwm!;

    public ChipLines OpenLines(IReadOnlyList<LineAddress> lines)
    {
        using var board = Lines.OpenBoard();
        return ChipLines.Open(board, lines, TimeProvider.System);
    }
}
