#!/usr/bin/env bash
# Two bindings give a distance where the chip says nothing new or is gone.
#
# Version:  Iot.Device.Bindings 4.2.0, System.Device.Gpio 4.2.0
# Input:    registers as the data sheets have them: a VL53L0X taken from the bus after its start; a VL53L1X whose measurement never becomes
#           ready (bit 0 of 0x0031 stays 0; the set-up itself writes 0x02 there)
# Expected: an exception, or a time-out, within seconds
# Seen:       VL53L0X gone, one measurement: 8190
#             VL53L1X not ready, Distance: 430 mm
# Source:   Vl53L0X.GetDistanceOnce (MeasurementMode.Single) catches IOException and returns OutOfRange; Vl53L1X.IsDataReady takes any value
#           but zero for ready and does not look at the polarity
# So:       a bin whose sensor was torn off is "out of range", not broken; one whose sensor stands still keeps its last level.
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
using Iot.Device.Vl53L0X;
using Iot.Device.Vl53L1X;

var gone = new Registers(1) { [0x13] = 0x07, [0x83] = 0x01, [0x1E] = 430 >> 8, [0x1F] = 430 & 0xFF };
gone.Fixed.UnionWith([0x00, 0x13, 0x83]);
using var near = new Vl53L0X(gone);
gone.IsGone = true;
Console.WriteLine($"VL53L0X gone, one measurement: {near.GetDistanceOnce(true)}");

var stuck = new Registers(2) { [0xE5] = 0x03, [0x31] = 0x02, [0x89] = 9, [0x96] = 430 >> 8, [0x97] = 430 & 0xFF };
stuck.Fixed.UnionWith([0x31]);
using var far = new Vl53L1X(stuck);
Console.WriteLine($"VL53L1X not ready, Distance: {far.Distance.Millimeters} mm");

sealed class Registers(int addressWidth) : I2cDevice
{
    private readonly Dictionary<int, byte> _values = [];
    private int _at;
    public HashSet<int> Fixed { get; } = [];
    public bool IsGone { get; set; }
    public byte this[int register] { set => _values[register] = value; }
    public override I2cConnectionSettings ConnectionSettings { get; } = new(1, 0x29);

    public override void Read(Span<byte> buffer)
    {
        Check();
        for (var i = 0; i < buffer.Length; i++)
            buffer[i] = _values.GetValueOrDefault(_at + i);
    }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        Check();
        _at = addressWidth == 1 ? buffer[0] : buffer[0] << 8 | buffer[1];
        for (var i = addressWidth; i < buffer.Length; i++)
            if (!Fixed.Contains(_at + i - addressWidth))
                _values[_at + i - addressWidth] = buffer[i];
    }

    public override void WriteRead(ReadOnlySpan<byte> writeBuffer, Span<byte> readBuffer)
    {
        Write(writeBuffer);
        Read(readBuffer);
    }

    private void Check()
    {
        if (IsGone)
            throw new IOException("Error 121. Remote I/O error");
    }
}
X
dotnet build -c Release -v quiet --nologo -o out >build.log 2>&1 || { cat build.log; exit 1; }
seen="$(dotnet out/app.dll)"
echo "$seen"
[ "$seen" = "VL53L0X gone, one measurement: 8190
VL53L1X not ready, Distance: 430 mm" ] || { echo "This has changed."; exit 1; }
