using System.Device.I2c;
using Iot.Device.Bmxx80;

namespace Estate.Adapters.Chips;

/// <summary>Temperature of the air; the library checks what chip it is.</summary>
internal sealed class Bme280Sensor(I2cDevice device) : ISensorChip
{
    private const double Coldest = -40;
    private const double Hottest = 85;

    private readonly Bme280 _chip = new(device);

    public double? Measure() => _chip.Read().Temperature?.DegreesCelsius is { } celsius and >= Coldest and <= Hottest
        ? celsius
        : throw new IOException($"it says what a BME280 cannot measure ({Coldest} to {Hottest} °C)");

    /// <summary>By 0.005 °C, which is its step.</summary>
    public bool IsNoisy => true;

    public void Dispose() => _chip.Dispose();
}
