#!/usr/bin/env bash
# A BME280 that had no power for a moment says 26.5 °C from then on; an ADS1115 says 0 V, and a relay at an MCP23017 stays off.
#
# Version:  Iot.Device.Bindings 4.2.0, System.Device.Gpio 4.2.0
# Input:    each chip set up and working (60.1 °C; 2.5 V; relay on); then its registers are what its data sheet has after power-on, as behind a loose
#           plug or a long cable, and it works on in the same surroundings. The calibration is the BMP280 data sheet's example
# Expected: an exception, or the set-up sent again
# Seen:       BME280: 60.1 °C, after the dip 26.5 °C, 26.5 °C
#             ADS1115: 2.5 V, after the dip 0 V, 0 V
#             MCP23017: relay on, after the dip and "on" again off
# Source:   a BME280 starts with its measurements switched off and gives 0x80000 for them (data sheet, 5.4.5); Bme280.Read sets the mode alone and trusts
#           TemperatureSampling, which it keeps in memory. Ads1115 (DeviceMode.Continuous, the default) reads the result alone, after power-on that
#           of two other inputs that nobody converts. Mcp23xxx.Write sends nothing when it remembers the value, and never the direction
# So:       nothing fails, and the first value is in every range. Read the configuration back with each value (registers 0xF4, 1, IODIR), or notice that
#           a noisy sensor has said exactly the same for a while, and set the chip up anew.
set -euo pipefail
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
cd "$work"
cat >app.csproj <<'X'
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup>
    <OutputType>Exe</OutputType><TargetFramework>net10.0</TargetFramework><ImplicitUsings>enable</ImplicitUsings><Nullable>enable</Nullable>
  </PropertyGroup>
  <ItemGroup>
    <PackageReference Include="Iot.Device.Bindings" Version="[4.2.0]" />
    <PackageReference Include="Microsoft.Win32.SystemEvents" Version="9.0.19" />
    <PackageReference Include="System.Drawing.Common" Version="8.0.30" />
    <PackageReference Include="System.IO.Ports" Version="9.0.23" />
    <PackageReference Include="UnitsNet" Version="5.75.1" />
  </ItemGroup>
</Project>
X
cat >Program.cs <<'X'
using System.Device.Gpio;
using System.Device.I2c;
using System.Globalization;
using Iot.Device.Ads1115;
using Iot.Device.Bmxx80;
using Iot.Device.Mcp23xxx;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
var air = new Air();
using var bme = new Bme280(air);
Console.WriteLine($"BME280: {Celsius()}, after the dip {AfterDip(air, Celsius)}, {Celsius()}");
var battery = new Battery();
using var ads = new Ads1115(battery);
Console.WriteLine($"ADS1115: {Volts()}, after the dip {AfterDip(battery, Volts)}, {Volts()}");
var relay = new Expander();
using var expander = new GpioController(new Mcp23017(relay));
expander.OpenPin(0, PinMode.Output);
Console.WriteLine($"MCP23017: relay {Switch()}, after the dip and \"on\" again {AfterDip(relay, Switch)}");

string Celsius() => $"{bme.Read().Temperature!.Value.DegreesCelsius:0.0} °C";
string Volts() => $"{ads.ReadVoltage().Volts} V";

string Switch()
{
    expander.Write(0, PinValue.High);
    return relay.IsOn ? "on" : "off";
}

static string AfterDip(Registers chip, Func<string> then)
{
    chip.PowerOn();
    return then();
}

abstract class Registers : I2cDevice
{
    protected byte[] Values { get; } = new byte[512];
    protected int At { get; private set; }
    public override I2cConnectionSettings ConnectionSettings { get; } = new(1, 0x20);
    public abstract void PowerOn();
    public override void Read(Span<byte> buffer) => Values.AsSpan(At * Width, buffer.Length).CopyTo(buffer);

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        At = buffer[0];
        buffer[1..].CopyTo(Values.AsSpan(At * Width));
        Work();
    }

    public override void WriteRead(ReadOnlySpan<byte> writeBuffer, Span<byte> readBuffer)
    {
        Write(writeBuffer);
        Read(readBuffer);
    }

    /// <summary>Bytes of a register.</summary>
    protected virtual int Width => 1;
    protected virtual void Work() { }
}

sealed class Air : Registers
{
    private static readonly short[] s_calibration = [27504, 26435, -1000, unchecked((short)36477), -10685, 3024, 2855, 140, -7, 15500, -14600, 6000];

    public Air()
    {
        Values[0xD0] = 0x60;
        for (var i = 0; i < s_calibration.Length; i++)
            (Values[0x88 + 2 * i], Values[0x89 + 2 * i]) = ((byte)s_calibration[i], (byte)(s_calibration[i] >> 8));
        PowerOn();
    }

    public override void PowerOn() => (Values[0xF2], Values[0xF4]) = (0, 0);

    protected override void Work()
    {
        var temperature = Values[0xF4] >> 5 == 0 ? 0x80000 : 632_200;
        (Values[0xFA], Values[0xFB], Values[0xFC]) = ((byte)(temperature >> 12), (byte)(temperature >> 4), (byte)(temperature << 4));
    }
}

sealed class Battery : Registers
{
    private const int Configuration = 2;
    public Battery() => PowerOn();
    protected override int Width => 2;

    public override void PowerOn() =>
        (Values[0], Values[1], Values[Configuration], Values[Configuration + 1]) = (0, 0, 0x85, 0x83);

    // 2.5 V at the first input, in the range of 4.096 V; never busy.
    protected override void Work()
    {
        if ((Values[Configuration] & 0x7E) == 0x42)
            (Values[0], Values[1]) = (20_000 >> 8, 20_000 & 0xFF);
        Values[Configuration] |= 0x80;
    }
}

// Register 0 is the direction of the first eight lines, 0x12 and 0x14 what they are set to.
sealed class Expander : Registers
{
    public bool IsOn => (Values[0] & 1) == 0 && (Values[0x14] & 1) != 0;

    public override void PowerOn()
    {
        Values.AsSpan().Clear();
        (Values[0], Values[1]) = (0xFF, 0xFF);
    }

    protected override void Work()
    {
        if (At == 0x12)
            (Values[0x14], Values[0x15]) = (Values[0x12], Values[0x13]);
    }
}
X
dotnet build -c Release -v quiet --nologo -o out >build.log 2>&1 || { cat build.log; exit 1; }
seen="$(dotnet out/app.dll)"
echo "$seen"
[ "$seen" = "BME280: 60.1 °C, after the dip 26.5 °C, 26.5 °C
ADS1115: 2.5 V, after the dip 0 V, 0 V
MCP23017: relay on, after the dip and \"on\" again off" ] || { echo "This has changed."; exit 1; }
