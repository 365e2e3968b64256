#!/usr/bin/env bash
# A clock chip that Linux has set is in 1926 for Iot.Device.Bindings, and one that the bindings have set has the century bit that Linux does not want.
#
# Version:  Iot.Device.Bindings 4.2.0, System.Device.Gpio 4.2.0
# Input:    the registers of a DS3231 and of a PCF8563 as Linux 6.1 leaves them when it sets 2026-12-01 23:59:58 (year 26, month 12, century
#           bit 0); then the same time, set by the bindings
# Expected: 2026 from both; and from the bindings the registers that Linux writes: neither chip knows what its bit stands for (it changes when the
#           year goes from 99 to 00), so that is an agreement, and for the kernel a DS3231's 0 is 2000 to 2099
# Seen:       DS3231 set by Linux: 1926-12-01 23:59:58
#             DS3231 set by the bindings: month register 92
#             PCF8563 set by Linux: 1926-12-01 23:59:58
#             PCF8563 set by the bindings: month register 92
# Source:   Ds3231.ReadTime and Pcf8563.ReadTime: 1900 + century bit * 100 + year; drivers/rtc/rtc-ds1307.c: tm_year = year + 100, and a century more
#           where the bit is set; drivers/rtc/rtc-pcf8563.c takes either, and keeps what it found
# So:       a clock chip belongs to the kernel or to a program, never to one after the other; we leave it to the kernel (dtoverlay=i2c-rtc).
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
using Iot.Device.Rtc;

var time = new DateTime(2026, 12, 1, 23, 59, 58);
var atDs = new Registers { [0] = 0x58, [1] = 0x59, [2] = 0x23, [3] = 3, [4] = 0x01, [5] = 0x12, [6] = 0x26 };
using var ds = new Ds3231(atDs);
Tell("DS3231", ds, atDs, month: 5);
var atPcf = new Registers { [2] = 0x58, [3] = 0x59, [4] = 0x23, [5] = 0x01, [6] = 2, [7] = 0x12, [8] = 0x26 };
using var pcf = new Pcf8563(atPcf);
Tell("PCF8563", pcf, atPcf, month: 7);

void Tell(string name, RtcBase chip, Registers registers, int month)
{
    Console.WriteLine($"{name} set by Linux: {chip.DateTime:yyyy-MM-dd HH:mm:ss}");
    chip.DateTime = time;
    Console.WriteLine($"{name} set by the bindings: month register {registers[month]:x2}");
}

sealed class Registers : I2cDevice
{
    private readonly byte[] _values = new byte[32];
    private int _at;
    public byte this[int register] { get => _values[register]; set => _values[register] = value; }
    public override I2cConnectionSettings ConnectionSettings { get; } = new(1, 0x68);
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
[ "$seen" = "DS3231 set by Linux: 1926-12-01 23:59:58
DS3231 set by the bindings: month register 92
PCF8563 set by Linux: 1926-12-01 23:59:58
PCF8563 set by the bindings: month register 92" ] || { echo "This has changed."; exit 1; }
