#!/usr/bin/env bash
# A BNO055 that is told to measure in Fahrenheit says a quarter of what it measured, and at -5 °C it says 251.
#
# Version:  Iot.Device.Bindings 4.2.0, System.Device.Gpio 4.2.0
# Input:    the register TEMP as the data sheet has it (BST-BNO055-DS000, "Temperature data": signed; in Celsius one step is 1 °C, in Fahrenheit one step is
#           2 °F). Units set to TemperatureFarenheit, 68 °F: 34 (22 hex); then Celsius, 20 °C: 20; -5 °C: FB
# Expected: 68 °F, 20 °C, -5 °C
# Seen:       68 °F: 17 °F
#             20 °C: 20 °C
#             -5 °C: 251 °C
# Source:   Bno055Sensor.Temperature divides the steps by 2 where it should multiply, and takes the byte without its sign
# So:       whoever tries it indoors in Celsius sees what is right. Read register 34 hex oneself, as an sbyte.
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
using Iot.Device.Bno055;

var chip = new Registers { [0x00] = 0xA0 };
using var sensor = new Bno055Sensor(chip);
sensor.Units = Units.TemperatureFarenheit;
chip[0x34] = 68 / 2;
Console.WriteLine($"68 °F: {sensor.Temperature.DegreesFahrenheit:0.##} °F");
sensor.Units = Units.TemperatureCelsius;
foreach (sbyte celsius in new[] { 20, -5 })
{
    chip[0x34] = (byte)celsius;
    Console.WriteLine($"{celsius} °C: {sensor.Temperature.DegreesCelsius:0.##} °C");
}

sealed class Registers : I2cDevice
{
    private readonly byte[] _values = new byte[256];
    private int _at;
    public byte this[int register] { get => _values[register]; set => _values[register] = value; }
    public override I2cConnectionSettings ConnectionSettings { get; } = new(1, 0x28);
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
[ "$seen" = "68 °F: 17 °F
20 °C: 20 °C
-5 °C: 251 °C" ] || { echo "This has changed."; exit 1; }
