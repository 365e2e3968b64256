using System.Device.I2c;
using Iot.Device.Adc;

namespace Estate.Adapters.Chips;

/// <summary>
/// Current through a shunt, either way. The library reads the shunt's voltage without its sign (-0.1 A would be +6.45 A),
/// so the sign is put back here, and its current register is not used.
/// </summary>
internal sealed class Ina219Sensor : ISensorChip
{
    private const double VoltsPerCount = 1e-5;
    private const ushort AfterReset = 0x399F;

    /// <summary>320 mV: its counts stop there.</summary>
    private const int MaxCounts = 32_000;

    private readonly I2cDevice _device;
    private readonly Ina219 _chip;
    private readonly double _shuntOhm;

    internal Ina219Sensor(I2cDevice device, double shuntOhm)
    {
        (_device, _shuntOhm, _chip) = (device, shuntOhm, new(device));
        _chip.Reset();
        Check();
    }

    /// <summary>Null beyond what it can measure: "at least 3.2 A" must not read as 3.2 A.</summary>
    public double? Measure()
    {
        Check();
        var counts = unchecked((short)(ushort)Math.Round(_chip.ReadShuntVoltage().Volts / VoltsPerCount));
        return counts is > -MaxCounts and < MaxCounts ? counts * VoltsPerCount / _shuntOhm : null;
    }

    public void Dispose()
    {
        _chip.Dispose();
        _device.Dispose();
    }

    /// <summary>A chip that went away, or a bus held low, says the same for ever; this register shows it.</summary>
    private void Check()
    {
        Span<byte> answer = stackalloc byte[2];
        _device.WriteRead([0], answer);
        if ((answer[0] << 8 | answer[1]) is var found && found != AfterReset)
            throw new IOException($"what answers there is no INA219 (its configuration reads 0x{found:x4}, not 0x{AfterReset:x4})");
    }
}
