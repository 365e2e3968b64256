#!/usr/bin/env bash
# Five thermometers' bindings are wrong where the first bit of the answer is set: four below 0 °C, the fifth above 42.5 °C.
#
# Version:  Iot.Device.Bindings 4.2.0, System.Device.Gpio 4.2.0
# Input:    answers by the data sheets, checksums included. DS3231: -9.75 °C (two's complement: F6 40); AM2320: -10.1 °C (a sign and 101
#           tenths: 80 65); MAX31856: -10 °C at the thermocouple and -10 °C at the cold junction (two's complement: FF 60 00, F6 00); MCP9600:
#           -10 °C at either (two's complement: FF 60); SHTC3: 42.4 °C and 45 °C (unsigned: 7F DC, 83 A8)
# Expected: those temperatures
# Seen:       DS3231 -9.75: 246.25
#             AM2320 -10.1: -3266.7
#             MAX31856 -10: -2038, cold junction 118
#             MCP9600 -10: -2058, cold junction -3850
#             SHTC3 42.4: 42.4
#             SHTC3 45: -130
# Source:   Ds3231.ReadTemperature: data[0] is a byte. Am2320.GetTemperature: ReadInt16BigEndian. Max31856: the sign bit is cut off and the rest
#           negated. Mcp960x masks the high byte before it subtracts 4096. Shtc3.TryReadSensorData: ReadInt16BigEndian for the temperature,
#           ReadUInt16BigEndian for the humidity one line below
# So:       a room that is too hot reads -130 °C, which no limit above notices. Such a binding is tried with an answer on either side of its
#           first bit before it is let in.
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
using System.Device.Spi;
using System.Globalization;
using Iot.Device.Am2320;
using Iot.Device.Max31856;
using Iot.Device.Mcp960x;
using Iot.Device.Rtc;
using Iot.Device.Shtc3;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
using var ds3231 = new Ds3231(new Chip(asked => asked[0] == 0x11 ? [0xF6, 0x40] : []));
Console.WriteLine($"DS3231 -9.75: {ds3231.Temperature.DegreesCelsius}");
using var am2320 = new Am2320(new Chip(_ => [0x03, 0x04, 0x01, 0xF4, 0x80, 0x65, .. Crc16(0x03, 0x04, 0x01, 0xF4, 0x80, 0x65)]));
Console.WriteLine($"AM2320 -10.1: {(am2320.TryReadTemperature(out var air) ? air.DegreesCelsius : "nothing")}");
using var max31856 = new Max31856(new Thermocouple());
Console.WriteLine($"MAX31856 -10: {max31856.GetTemperature().DegreesCelsius}, cold junction {max31856.GetColdJunctionTemperature().DegreesCelsius}");
using var mcp9600 = new Mcp960x(new Chip(_ => [0xFF, 0x60], address: 0x60));
Console.WriteLine($"MCP9600 -10: {mcp9600.GetTemperature().DegreesCelsius}, cold junction {mcp9600.GetColdJunctionTemperature().DegreesCelsius}");
Tell("SHTC3 42.4", 0x7F, 0xDC);
Tell("SHTC3 45", 0x83, 0xA8);

static void Tell(string name, byte high, byte low)
{
    using var chip = new Shtc3(new Chip(asked => asked is [0xEF, 0xC8] ? Words(0x08, 0x87) : Words(high, low, 0x80, 0x00)));
    Console.WriteLine($"{name}: {(chip.TryGetTemperatureAndHumidity(out var celsius, out _) ? celsius.DegreesCelsius : "nothing")}");
}

static byte[] Crc16(params byte[] bytes)
{
    var crc = 0xFFFF;
    foreach (var one in bytes)
    {
        crc ^= one;
        for (var i = 0; i < 8; i++)
            crc = (crc & 1) != 0 ? crc >> 1 ^ 0xA001 : crc >> 1;
    }
    return [(byte)crc, (byte)(crc >> 8)];
}

static byte[] Words(params byte[] bytes) => [.. bytes.Chunk(2).SelectMany(word => word.Append(Crc8(word)))];

static byte Crc8(byte[] bytes)
{
    var crc = 0xFF;
    foreach (var one in bytes)
    {
        crc ^= one;
        for (var i = 0; i < 8; i++)
            crc = ((crc & 0x80) != 0 ? crc << 1 ^ 0x31 : crc << 1) & 0xFF;
    }
    return (byte)crc;
}

sealed class Chip(Func<byte[], byte[]> answer, int address = 0x50) : I2cDevice
{
    private byte[] _asked = [0];
    public override I2cConnectionSettings ConnectionSettings { get; } = new(1, address);
    public override void Read(Span<byte> buffer) => answer(_asked).CopyTo(buffer);
    public override void Write(ReadOnlySpan<byte> buffer) => _asked = buffer.ToArray();

    public override void WriteRead(ReadOnlySpan<byte> writeBuffer, Span<byte> readBuffer)
    {
        Write(writeBuffer);
        Read(readBuffer);
    }
}

sealed class Thermocouple : SpiDevice
{
    public override SpiConnectionSettings ConnectionSettings { get; } = new(0, 0);
    public override void Read(Span<byte> buffer) => buffer.Clear();
    public override void Write(ReadOnlySpan<byte> buffer) { }

    // Registers 0x0A to 0x0E, after the byte in which they were asked for.
    public override void TransferFullDuplex(ReadOnlySpan<byte> writeBuffer, Span<byte> readBuffer)
    {
        readBuffer.Clear();
        new byte[] { 0xF6, 0x00, 0xFF, 0x60, 0x00 }.CopyTo(readBuffer[0x0B..]);
    }
}
X
dotnet build -c Release -v quiet --nologo -o out >build.log 2>&1 || { cat build.log; exit 1; }
seen="$(dotnet out/app.dll)"
echo "$seen"
[ "$seen" = "DS3231 -9.75: 246.25
AM2320 -10.1: -3266.7
MAX31856 -10: -2038, cold junction 118
MCP9600 -10: -2058, cold junction -3850
SHTC3 42.4: 42.4
SHTC3 45: -130" ] || { echo "This has changed."; exit 1; }
