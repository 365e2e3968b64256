using System.Device.I2c;
using Iot.Device.Vl53L0X;

namespace Estate.Adapters.Chips;

/// <summary>
/// Distance by light, 30 mm to 2 m. The library turns a chip that is gone into "out of range" where it is asked for one distance;
/// this way it does not.
/// </summary>
internal sealed class Vl53l0xSensor : ISensorChip
{
    private const byte ModelRegister = 0xC0;
    private const byte Model = 0xEE;
    private const int OutOfRange = 8190;

    private readonly Vl53L0X _chip;

    internal Vl53l0xSensor(I2cDevice device)
    {
        Span<byte> model = stackalloc byte[1];
        device.WriteRead([ModelRegister], model);
        if (model[0] != Model)
            throw new IOException($"what answers there is no VL53L0X (it says 0x{model[0]:x2}, not 0x{Model:x2})");
        _chip = new(device);
    }

    public double? Measure() => Median.OfThree(() => _chip.DistanceSingleMeasurement is var mm and > 0 and < OutOfRange ? mm : null);

    public void Dispose() => _chip.Dispose();
}
