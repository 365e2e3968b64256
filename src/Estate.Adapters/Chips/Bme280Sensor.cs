using System.Device.I2c;
using Iot.Device.Bmxx80;

namespace Estate.Adapters.Chips;

/// <summary>Temperature of the air; the library checks what chip it is.</summary>
internal sealed class Bme280Sensor(I2cDevice device) : ISensorChip
{
    private const double Coldest = -40;
    private const double Hottest = 85;
    private const byte ControlRegister = 0xF4;

    private readonly Bme280 _chip = new(device);

    public double? Measure()
    {
        var celsius = _chip.Read().Temperature?.DegreesCelsius;
        Span<byte> control = stackalloc byte[1];
        device.WriteRead([ControlRegister], control);
        // After a dip of power it measures nothing, and says some 26 °C for that (data sheet, 5.4.5); the library does not look.
        if (control[0] >> 5 != (byte)_chip.TemperatureSampling)
            throw new IOException("it had no power for a moment, and is set up anew");
        return celsius is >= Coldest and <= Hottest ? celsius
            : throw new IOException($"it says what a BME280 cannot measure ({Coldest} to {Hottest} °C)");
    }

    /// <summary>By 0.005 °C, which is its step.</summary>
    public bool IsNoisy => true;

    public void Dispose() => _chip.Dispose();
}
