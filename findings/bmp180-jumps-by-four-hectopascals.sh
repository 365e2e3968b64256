#!/usr/bin/env bash
# The BMP180's binding is several hectopascals off, and jumps by nearly four where the air pressure passes 1036.04 hPa.
#
# Version:  Iot.Device.Bindings 4.2.0, System.Device.Gpio 4.2.0
# Input:    the calibration and the raw temperature of the data sheet's own example (BST-BMP180-DS000, section 3.5), and raw pressures for which its
#           formula gives (at least) 1013.25 hPa, and one step below and above 1036.04 hPa
# Expected: those pressures; and F4 after SetSampling(UltraHighResolution)
# Seen:       1013.26 hPa: 1005.5 hPa
#             1036.03 hPa: 1028.31 hPa
#             1036.04 hPa: 1024.53 hPa
#             command for the highest resolution (F4): 74
# Source:   Bmp180.ReadPressure squares the pascals before it divides, in 32 bits: p * p overflows above 46,340 Pa, and its sign changes wherever it
#           passes a multiple of 2^31 (5 * 2^31: 103,621 Pa before the last correction). The data sheet divides first: (p / 2^8) * (p / 2^8).
#           At the end the correction is divided by 8, not by 16. SetSampling changes the pause alone: the command is the one for "standard"
# So:       rising and falling air reads as it should, but for the jump, which is a change of weather. The BMP280's and BME280's bindings count in
#           doubles.
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
using System.Device.I2c;
using System.Globalization;
using Iot.Device.Bmp180;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
var registers = new Registers();
using var chip = new Bmp180(registers);
foreach (var pascals in new[] { 101_325, 103_603, 103_604 })
{
    registers.RawPressure = Enumerable.Range(0, 1 << 17).First(raw => Example.Pascals(raw) >= pascals);
    Console.WriteLine($"{Example.Pascals(registers.RawPressure) / 100.0} hPa: {chip.ReadPressure().Pascals / 100} hPa");
}
chip.SetSampling(Sampling.UltraHighResolution);
chip.ReadPressure();
Console.WriteLine($"command for the highest resolution (F4): {registers.LastCommand:X2}");

static class Example
{
    public const int RawTemperature = 27898;
    public static readonly int[] Calibration = [408, -72, -14383, 32741, 32757, 23153, 6190, 4, -32768, -8711, 2868];

    /// <summary>As the data sheet counts, for twofold oversampling ("standard").</summary>
    public static long Pascals(long raw)
    {
        var (ac1, ac2, ac3, ac4) = ((long)Calibration[0], (long)Calibration[1], (long)Calibration[2], (long)Calibration[3]);
        var (ac5, ac6, b1, b2) = ((long)Calibration[4], (long)Calibration[5], (long)Calibration[6], (long)Calibration[7]);
        var (mc, md) = ((long)Calibration[9], (long)Calibration[10]);
        var x1 = (RawTemperature - ac6) * ac5 >> 15;
        var b6 = x1 + (mc << 11) / (x1 + md) - 4000;
        var x3 = (b2 * (b6 * b6 >> 12) >> 11) + (ac2 * b6 >> 11);
        var b3 = ((ac1 * 4 + x3 << 1) + 2) / 4;
        x3 = (ac3 * b6 >> 13) + (b1 * (b6 * b6 >> 12) >> 16) + 2 >> 2;
        var b4 = ac4 * (x3 + 32768) >> 15;
        var b7 = (raw - b3) * (50000 >> 1);
        var p = b7 < 0x8000_0000 ? b7 * 2 / b4 : b7 / b4 * 2;
        return p + (((p >> 8) * (p >> 8) * 3038 >> 16) + (-7357 * p >> 16) + 3791 >> 4);
    }
}

sealed class Registers : I2cDevice
{
    private readonly byte[] _values = new byte[256];
    private int _at;

    public Registers()
    {
        for (var i = 0; i < Example.Calibration.Length; i++)
            (_values[0xAA + 2 * i], _values[0xAB + 2 * i]) = ((byte)(Example.Calibration[i] >> 8), (byte)Example.Calibration[i]);
    }

    public int RawPressure { get; set; }
    public byte LastCommand => _values[0xF4];
    public override I2cConnectionSettings ConnectionSettings { get; } = new(1, 0x77);
    public override void Read(Span<byte> buffer) => _values.AsSpan(_at, buffer.Length).CopyTo(buffer);

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        _at = buffer[0];
        buffer[1..].CopyTo(_values.AsSpan(_at));
        if (buffer is not [0xF4, _])
            return;
        var measured = buffer[1] == 0x2E ? Example.RawTemperature << 8 : RawPressure << 7;
        (_values[0xF6], _values[0xF7], _values[0xF8]) = ((byte)(measured >> 16), (byte)(measured >> 8), (byte)measured);
    }

    public override void WriteRead(ReadOnlySpan<byte> writeBuffer, Span<byte> readBuffer)
    {
        Write(writeBuffer);
        Read(readBuffer);
    }
}
X
dotnet build -c Release -v quiet --nologo -o out >build.log 2>&1 || { cat build.log; exit 1; }
seen="$(dotnet out/app.dll)"
echo "$seen"
[ "$seen" = "1013.26 hPa: 1005.5 hPa
1036.03 hPa: 1028.31 hPa
1036.04 hPa: 1024.53 hPa
command for the highest resolution (F4): 74" ] || { echo "This has changed."; exit 1; }
