using System.Device.I2c;
using Iot.Device.Vl53L1X;

namespace Estate.Adapters.Chips;

/// <summary>
/// Distance by light, 40 mm to 4 m. The library takes every value of the register that announces a new measurement for one (what it
/// writes there itself is not zero), so this is waited for here; and a distance counts only with its status.
/// </summary>
internal sealed class Vl53l1xSensor : ISensorChip
{
    private const ushort Model = 0xEACC;

    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(10);

    private readonly I2cDevice _device;
    private readonly Vl53L1X _chip;

    internal Vl53l1xSensor(I2cDevice device)
    {
        _device = device;
        Span<byte> model = stackalloc byte[2];
        device.WriteRead([0x01, 0x0F], model);
        if ((model[0] << 8 | model[1]) is var found && found != Model)
            throw new IOException($"what answers there is no VL53L1X (it says 0x{found:x4}, not 0x{Model:x4})");
        _chip = new(device);
    }

    public double? Measure()
    {
        // It keeps measuring: a waiting value may be as old as the last read.
        MeasureOnce();
        return Median.OfThree(MeasureOnce);
    }

    public void Dispose() => _chip.Dispose();

    private double? MeasureOnce()
    {
        var began = TimeProvider.System.GetTimestamp();
        while (!IsNew())
            if (TimeProvider.System.GetElapsedTime(began) > Longest)
                throw new IOException("it never has a measurement");
            else
                Task.Delay(Step, TimeProvider.System).Wait();
        var isGood = _chip.RangeStatus == RangeStatus.NoError;
        var mm = _chip.GetDistance().Millimeters;
        return isGood && mm > 0 ? mm : null;
    }

    /// <summary>The lowest bit alone; the chip is set up to raise it.</summary>
    private bool IsNew()
    {
        Span<byte> answer = stackalloc byte[1];
        _device.WriteRead([0x00, 0x31], answer);
        return (answer[0] & 1) != 0;
    }
}
