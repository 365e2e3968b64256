#!/usr/bin/env bash
# For a TCS34725 half of full red is no red at all, and a quarter of full green is all of it.
#
# Version:  Iot.Device.Bindings 4.2.0, System.Device.Gpio 4.2.0
# Input:    the default integration time (one cycle, 1,024 counts at most) and counts as the chip lays them out, low byte first (data sheet, "RGBC
#           Channel Data Registers": CDATAL 0x14, CDATAH 0x15 ...): red 512, green 255, blue 1
# Expected: red 127, green 63, blue 0 of 255
# Seen:       red 0, green 255, blue 63
# Source:   Tcs3472x.I2cRead16 reads from the low byte's register on and takes the two bytes with ReadUInt16BigEndian
# So:       nothing throws and every value is in range; what is brighter can read darker. Read the four pairs yourself, low byte first.
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
using Iot.Device.Tcs3472x;

using var sensor = new Tcs3472x(new Registers { [0x12] = 0x44, [0x17] = 512 >> 8, [0x18] = 255, [0x1A] = 1 });
var color = sensor.GetColor();
Console.WriteLine($"red {color.R}, green {color.G}, blue {color.B}");

sealed class Registers : I2cDevice
{
    private readonly byte[] _values = new byte[32];
    private int _at;
    public byte this[int register] { set => _values[register] = value; }
    public override I2cConnectionSettings ConnectionSettings { get; } = new(1, 0x29);
    public override void Read(Span<byte> buffer) => _values.AsSpan(_at, buffer.Length).CopyTo(buffer);
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        _at = buffer[0] & 0x1F;
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
[ "$seen" = "red 0, green 255, blue 63" ] || { echo "This has changed."; exit 1; }
