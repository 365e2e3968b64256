#!/usr/bin/env bash
# An MLX90614 that reports an error in its answer has measured -626.61 °C.
#
# Version:  Iot.Device.Bindings 4.2.0, System.Device.Gpio 4.2.0
# Input:    its answer for the object's temperature, low byte first: 3AF7 (15,095 steps of 0.02 K: 28.75 °C), and the same with the first bit set: BAF7.
#           That bit says that the value is not one: the range ends at 7FFF, 382.19 °C (data sheet, RAM addresses TOBJ1 and TOBJ2)
# Expected: 28.75 °C, then an exception, as Linux answers EIO (drivers/iio/temperature/mlx90614.c)
# Seen:       28.75 °C
#             -626.61 °C
# Source:   Mlx90614.ReadTemperature: ReadInt16LittleEndian times 0.02, minus 273.15. The checksum that the chip sends behind (PEC) is not asked for
# So:       353 K below the coldest there can be, and nothing throws: an alarm above a limit hears nothing. Refuse what is below -273.15 °C.
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
using Iot.Device.Mlx90614;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
var chip = new Registers();
using var sensor = new Mlx90614(chip);
foreach (var answer in new[] { 0x3AF7, 0xBAF7 })
{
    (chip[0x07], chip[0x08]) = ((byte)answer, (byte)(answer >> 8));
    Console.WriteLine($"{sensor.ReadObjectTemperature().DegreesCelsius} °C");
}

sealed class Registers : I2cDevice
{
    private readonly byte[] _values = new byte[256];
    private int _at;
    public byte this[int register] { get => _values[register]; set => _values[register] = value; }
    public override I2cConnectionSettings ConnectionSettings { get; } = new(1, 0x5A);
    public override void Read(Span<byte> buffer) => _values.AsSpan(_at, buffer.Length).CopyTo(buffer);
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        _at = buffer[0];
        buffer[1..].CopyTo(_values.AsSpan(_at));
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
[ "$seen" = "28.75 °C
-626.61 °C" ] || { echo "This has changed."; exit 1; }
