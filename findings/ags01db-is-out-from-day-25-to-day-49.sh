#!/usr/bin/env bash
# From the 25th to the 49th day after the start of the machine two bindings cannot be opened: one throws, the other says "no reading".
#
# Version:  Iot.Device.Bindings 4.2.0, System.Device.Gpio 4.2.0; Debian's libfaketime 0.9.10-2.1 plays the uptime
# Input:    an AGS01DB (10 ppm) and a DHT12 at I2C (21.5 °C) that answer rightly, in a program started on a machine that has been up for a day, and for 30
# Expected: the values, as often as they are asked for; and a DHT12 that is told MinTimeBetweenReads = 2 s is asked once in two seconds
# Seen:       up for 1 day: AGS01DB 10 ppm, DHT12 21.5 °C, asked 3 times for 3 readings
#             up for 30 days: AGS01DB ArgumentOutOfRangeException, DHT12 no reading, asked 0 times for 3 readings
# Source:   both compare Environment.TickCount, which is negative from 2^31 ms on, with the 0 that stands for "never"; Ags01db sleeps the difference.
#           DhtBase compares with MinTimeBetweenReads.Milliseconds, the part below a second, 0 for 2 s and 500 for the 2.5 s that it takes at a pin
#           (that of DHT10, 11, 21 and 22, too)
# So:       a gateway that was just set up works, and a month later, after an update, it does not, until it is rebooted. A program started earlier works
#           on, until it opens the sensor anew. Tests never see it: no machine of theirs is that old.
set -euo pipefail
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
cd "$work"
apt-get download -qq -o APT::Sandbox::User=root libfaketime=0.9.10-2.1 >/dev/null
dpkg -x ./*.deb root
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
using Iot.Device.DHTxx;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
using var gas = new Ags01db(new Chip([0x00, 0x64, 0xFE]));
var air = new Chip([45, 0, 21, 5, 71]);
using var dht = new Dht12(air) { MinTimeBetweenReads = TimeSpan.FromSeconds(2) };
string ppm;
try
{
    ppm = $"{gas.Concentration.PartsPerMillion:0} ppm";
}
catch (ArgumentOutOfRangeException failure)
{
    ppm = failure.GetType().Name;
}
var celsius = "no reading";
for (var i = 0; i < 3; i++)
    if (dht.TryReadTemperature(out var found))
        celsius = $"{found.DegreesCelsius} °C";
Console.WriteLine($"up for {args[0]}: AGS01DB {ppm}, DHT12 {celsius}, asked {air.Asked} times for 3 readings");

sealed class Chip(byte[] answer) : I2cDevice
{
    public int Asked { get; private set; }
    public override I2cConnectionSettings ConnectionSettings { get; } = new(1, 0x11);
    public override void Write(ReadOnlySpan<byte> buffer) { }

    public override void Read(Span<byte> buffer)
    {
        Asked++;
        answer.CopyTo(buffer);
    }

    public override void WriteRead(ReadOnlySpan<byte> writeBuffer, Span<byte> readBuffer) => throw new NotSupportedException();
}
X
dotnet build -c Release -v quiet --nologo -o out >build.log 2>&1 || { cat build.log; exit 1; }
up() {
  local seconds
  seconds=$(($2 * 86400 - $(cut -d. -f1 /proc/uptime)))
  LD_PRELOAD="$(echo root/usr/lib/*/faketime/libfaketime.so.1)" FAKETIME="$(printf '%+d' "$seconds")" NO_FAKE_STAT=1 dotnet out/app.dll "$1"
}
seen="$(up '1 day' 1; up '30 days' 30)"
echo "$seen"
[ "$seen" = "up for 1 day: AGS01DB 10 ppm, DHT12 21.5 °C, asked 3 times for 3 readings
up for 30 days: AGS01DB ArgumentOutOfRangeException, DHT12 no reading, asked 0 times for 3 readings" ] || { echo "This has changed."; exit 1; }
