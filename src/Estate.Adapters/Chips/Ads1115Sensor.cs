using System.Device.I2c;
using Iot.Device.Ads1115;

namespace Estate.Adapters.Chips;

/// <summary>
/// Voltage of one of four channels, -4.096 to 4.096 V, null beyond; one conversion a question, so that several entries can share the
/// chip.
/// </summary>
internal sealed class Ads1115Sensor(I2cDevice device, int channel) : ISensorChip
{
    private const int ConfigurationRegister = 1;

    private readonly InputMultiplexer _input = InputMultiplexer.AIN0 + channel;
    private readonly Ads1115 _chip = new(
        device, InputMultiplexer.AIN0 + channel, MeasuringRange.FS4096, DataRate.SPS128, DeviceMode.PowerDown);

    public double? Measure()
    {
        var counts = _chip.ReadRaw(_input);
        Span<byte> answer = stackalloc byte[2];
        device.WriteRead([ConfigurationRegister], answer);
        // What was set reads back, but for the highest bit, unless nothing is there: a bus held high says the same for ever.
        return (answer[0] & 0x7F) == ((int)_input << 4 | (int)MeasuringRange.FS4096 << 1 | (int)DeviceMode.PowerDown)
            ? counts is > short.MinValue and < short.MaxValue ? (double?)_chip.RawToVoltage(counts).Volts : null
            : throw new IOException($"what answers there is no ADS1115 (its configuration reads 0x{answer[0]:x2}{answer[1]:x2})");
    }

    public void Dispose() => _chip.Dispose();
}
