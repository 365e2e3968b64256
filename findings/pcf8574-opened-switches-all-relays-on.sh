#!/usr/bin/env bash
# Whoever opens a PCF8574 switches all eight relays of the usual board on.
#
# Version:  Iot.Device.Bindings 4.2.0, System.Device.Gpio 4.2.0
# Input:    a board with eight relays that are on while their line is low, all off: the chip's lines are high after power-on (data sheet, "power-on
#           reset"), and high was what they were set to last. The binding is made, and the first line opened as an output that begins high
# Expected: no line changes before somebody sets it, as with a computer's own lines and with the other expanders' bindings, which begin with inputs
# Seen:       before: 0 on
#             binding made: 8 on
#             first line opened high: 7 on, written 00 00 01
# Source:   Pcx857x's constructor writes 0 to all lines, "as we don't want to set high on pins intended for output", and takes all for outputs;
#           SetPinMode writes them once more, then comes the value
# So:       every restart of the program opens the gate. Write the eight bits to the I2cDevice yourself; the chip has no other register.
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
using System.Numerics;
using Iot.Device.Pcx857x;

var board = new Board();
Console.WriteLine($"before: {board.On} on");
using var lines = new GpioController(new Pcf8574(board));
Console.WriteLine($"binding made: {board.On} on");
lines.OpenPin(0, PinMode.Output, PinValue.High);
Console.WriteLine($"first line opened high: {board.On} on, written {string.Join(' ', board.Written.Select(lines => $"{lines:x2}"))}");

sealed class Board : I2cDevice
{
    public List<byte> Written { get; } = [];
    public int On => BitOperations.PopCount((uint)(byte)~Written.LastOrDefault((byte)0xFF));
    public override I2cConnectionSettings ConnectionSettings { get; } = new(1, 0x20);
    public override void Read(Span<byte> buffer) => buffer[0] = Written.LastOrDefault((byte)0xFF);
    public override void Write(ReadOnlySpan<byte> buffer) => Written.AddRange(buffer);
    public override void WriteRead(ReadOnlySpan<byte> writeBuffer, Span<byte> readBuffer) => throw new NotSupportedException();
}
X
dotnet build -c Release -v quiet --nologo -o out >build.log 2>&1 || { cat build.log; exit 1; }
seen="$(dotnet out/app.dll)"
echo "$seen"
[ "$seen" = "before: 0 on
binding made: 8 on
first line opened high: 7 on, written 00 00 01" ] || { echo "This has changed."; exit 1; }
