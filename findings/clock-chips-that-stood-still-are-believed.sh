#!/usr/bin/env bash
# Three clock chips that say of themselves that they have stood still are believed.
#
# Version:  Iot.Device.Bindings 4.2.0, System.Device.Gpio 4.2.0
# Input:    the registers after the battery has failed, as the data sheets have them: a DS1307 with CH = 1 (the clock is halted) and its first date; a
#           DS3231 with OSF = 1 ("the oscillator has stopped"); a PCF8563 with VL = 1 ("integrity of the clock information is not guaranteed"),
#           counting on from some time. Then the DS3231 is set
# Expected: an exception, or a property that tells. Linux answers EINVAL for the first and the last (drivers/rtc/rtc-ds1307.c, rtc-pcf8563.c). And
#           OSF = 0 once the clock is right, without which nobody can see the next failure
# Seen:       DS1307: 2000-01-01 00:00:00
#             DS3231: 1900-01-01 00:00:00
#             PCF8563: 2026-11-30 03:04:05
#             DS3231 after it was set: OSF 1
# Source:   Ds1307.ReadTime and Pcf8563.ReadTime mask the flag away with the seconds; Ds3231.ReadTime and SetTime do not touch register 0F
# So:       2000 shows; a clock that lost a week does not. Read the flag before the time (DS1307 and PCF8563: bit 7 of the seconds), or leave the chip to
#           the kernel.
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

using var ds1307 = new Ds1307(new Registers { [0] = 0x80, [3] = 1, [4] = 0x01, [5] = 0x01 });
Tell("DS1307", ds1307);
var registers = new Registers { [3] = 1, [4] = 0x01, [5] = 0x01, [0x0F] = 0x88 };
using var ds3231 = new Ds3231(registers);
Tell("DS3231", ds3231);
using var pcf8563 = new Pcf8563(new Registers { [2] = 0x85, [3] = 0x04, [4] = 0x03, [5] = 0x30, [6] = 1, [7] = 0x91, [8] = 0x26 });
Tell("PCF8563", pcf8563);
ds3231.RtcDateTime = new DateTime(2026, 12, 1, 12, 0, 0);
Console.WriteLine($"DS3231 after it was set: OSF {registers[0x0F] >> 7}");

static void Tell(string name, RtcBase chip) => Console.WriteLine($"{name}: {chip.RtcDateTime:yyyy-MM-dd HH:mm:ss}");

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
[ "$seen" = "DS1307: 2000-01-01 00:00:00
DS3231: 1900-01-01 00:00:00
PCF8563: 2026-11-30 03:04:05
DS3231 after it was set: OSF 1" ] || { echo "This has changed."; exit 1; }
