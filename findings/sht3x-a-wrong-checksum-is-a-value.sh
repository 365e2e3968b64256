#!/usr/bin/env bash
# Four sensors send a checksum, their bindings compute it, and when it is wrong their properties give a value.
#
# Version:  Iot.Device.Bindings 4.2.0, System.Device.Gpio 4.2.0
# Input:    the first answer of an SHT3x, an SHT4x, an SCD4x and an AGS01DB with a wrong checksum, as a long cable or a motor beside it makes them; then
#           SHT3x and SHT4x with a right one (25 °C), and with a wrong one again
# Expected: an exception or null for each wrong one
# Seen:       SHT3x: 0 °C, 25 °C, 25 °C
#             SHT4x: -273.15 °C, 25 °C, 25 °C
#             SCD4x: 0 ppm
#             AGS01DB: -1 ppm
#           ReadHumidityAndTemperature of SHT4x and ReadPeriodicMeasurement of SCD4x say null; SHT3x and AGS01DB have no such method.
# Source:   Sht3x.ReadTempAndHumidity returns without a word, and the property gives the field; the properties of Sht4x and Scd4x drop the null and give
#           the last; Ags01db.GetConcentration returns -1
# So:       0 °C is a frost alarm, and an old value goes on for as long as the cable is bad. Take the methods that return null; where there are none,
#           read the bytes yourself.
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
using Iot.Device.Ags01db;
using Iot.Device.Scd4x;
using Iot.Device.Sht3x;
using Iot.Device.Sht4x;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
var chip = new Chip([0x66, 0x66, 0x80, 0x00]);
using var sht3x = new Sht3x(chip);
Console.WriteLine($"SHT3x: {ThreeTimes(chip, () => $"{sht3x.Temperature.DegreesCelsius} °C")}");
using var sht4x = new Sht4x(chip);
Console.WriteLine($"SHT4x: {ThreeTimes(chip, () => $"{sht4x.Temperature.DegreesCelsius:0.##} °C")}");
using var scd4x = new Scd4x(new Chip([800 >> 8, 800 & 0xFF, 0x66, 0x66, 0x80, 0x00]) { IsWrong = true });
Console.WriteLine($"SCD4x: {scd4x.Co2.PartsPerMillion:0} ppm");
using var ags01db = new Ags01db(new Chip([0x00, 0x64]) { IsWrong = true });
Console.WriteLine($"AGS01DB: {ags01db.Concentration.PartsPerMillion:0} ppm");

static string ThreeTimes(Chip chip, Func<string> read) =>
    string.Join(", ", new[] { true, false, true }.Select(isWrong =>
    {
        chip.IsWrong = isWrong;
        return read();
    }));

// Words with Sensirion's checksum behind each, which can be made wrong; ready whenever it is asked whether it is.
sealed class Chip(byte[] words) : I2cDevice
{
    private bool _isAskedWhetherReady;
    public bool IsWrong { get; set; }
    public override I2cConnectionSettings ConnectionSettings { get; } = new(1, 0x44);
    public override void Write(ReadOnlySpan<byte> buffer) => _isAskedWhetherReady = buffer is [0xE4, 0xB8];

    public override void Read(Span<byte> buffer)
    {
        var answer = _isAskedWhetherReady ? [0x80, 0x01] : words;
        for (var (at, word) = (0, 0); at + 3 <= buffer.Length; at += 3, word += 2)
        {
            (buffer[at], buffer[at + 1]) = (answer[word], answer[word + 1]);
            buffer[at + 2] = (byte)(Crc8(answer[word], answer[word + 1]) ^ (IsWrong && !_isAskedWhetherReady ? 1 : 0));
        }
    }

    public override void WriteRead(ReadOnlySpan<byte> writeBuffer, Span<byte> readBuffer) => throw new NotSupportedException();

    private static int Crc8(byte high, byte low)
    {
        var crc = 0xFF;
        foreach (var one in new[] { high, low })
        {
            crc ^= one;
            for (var i = 0; i < 8; i++)
                crc = ((crc & 0x80) != 0 ? crc << 1 ^ 0x31 : crc << 1) & 0xFF;
        }
        return crc;
    }
}
X
dotnet build -c Release -v quiet --nologo -o out >build.log 2>&1 || { cat build.log; exit 1; }
seen="$(dotnet out/app.dll)"
echo "$seen"
[ "$seen" = "SHT3x: 0 °C, 25 °C, 25 °C
SHT4x: -273.15 °C, 25 °C, 25 °C
SCD4x: 0 ppm
AGS01DB: -1 ppm" ] || { echo "This has changed."; exit 1; }
