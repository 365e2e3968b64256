#!/usr/bin/env bash
# Two light meters' bindings are off by whole factors: a TSL2561 makes 486 lx of 19, a BH1750 behind a half-dark window 200 of 100.
#
# Version:  Iot.Device.Bindings 4.2.0, System.Device.Gpio 4.2.0
# Input:    registers as the data sheets have them. TSL2561, 402 ms: channel 0 (visible and infrared) 1000, channel 1 (infrared) 300, once with the
#           sixteenfold gain, once with the single one. BH1750: 100 lx in front of a window that lets half of it through, and the binding told so
#           (LightTransmittance = 0.5), for which it sets the measuring time to 138 instead of 69
# Expected: 0.0304 * 1000 - 0.062 * 1000 * (300 / 1000)^1.4 = 18.9 lx; sixteen times that with the single gain, 302.6 lx, because the data sheet's
#           formula holds for the sixteenfold one (TAOS059N, "calculating lux"); 300 in channel 1. And 100 lx: the longer measuring time has made up for
#           the window already (BH1750FVI, "measurement result adjustment")
# Seen:       TSL2561 gain 16: 486.4 lx
#             TSL2561 gain 1: 30.4 lx
#             TSL2561 infrared: 44
#             BH1750 behind the window: 200 lx
# Source:   Tsl256x.GetRawChannels reads one byte of channel 1, GetIlluminance divides whole numbers (the ratio is 0 below channel 0) and multiplies by
#           16 where the gain is high, not where it is single. Bh1750fvi.GetIlluminance divides by the transmittance once more
# So:       the values rise and fall with the light, so nothing looks broken; a lamp that goes on below 20 lx stays off. Compare with a hand-held meter
#           at two gains before a limit is set.
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
using Iot.Device.Bh1750fvi;
using Iot.Device.Tsl256x;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
using var tsl = new Tsl256x(new Registers { [0x0C] = 1000 & 0xFF, [0x0D] = 1000 >> 8, [0x0E] = 300 & 0xFF, [0x0F] = 300 >> 8 });
foreach (var (name, gain) in new[] { ("16", Gain.High), ("1", Gain.Normal) })
{
    tsl.Gain = gain;
    Console.WriteLine($"TSL2561 gain {name}: {tsl.GetIlluminance().Lux:0.0} lx");
}
Console.WriteLine($"TSL2561 infrared: {tsl.GetRawLuminosity(Channel.Infrared)}");
using var bh = new Bh1750fvi(new Window(luxBehind: 50), lightTransmittance: 0.5);
Console.WriteLine($"BH1750 behind the window: {bh.Illuminance.Lux:0} lx");

sealed class Registers : I2cDevice
{
    private readonly byte[] _values = new byte[32];
    private int _at;
    public byte this[int register] { set => _values[register] = value; }
    public override I2cConnectionSettings ConnectionSettings { get; } = new(1, 0x39);
    public override void Read(Span<byte> buffer) => _values.AsSpan(_at, buffer.Length).CopyTo(buffer);

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        _at = buffer[0] & 0x0F;
        buffer[1..].CopyTo(_values.AsSpan(_at));
    }

    public override void WriteRead(ReadOnlySpan<byte> writeBuffer, Span<byte> readBuffer)
    {
        Write(writeBuffer);
        Read(readBuffer);
    }
}

// Counts 1.2 for each lux with a measuring time of 69, and in proportion to it.
sealed class Window(double luxBehind) : I2cDevice
{
    private int _time = 69;
    public override I2cConnectionSettings ConnectionSettings { get; } = new(1, 0x23);

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        if ((buffer[0] & 0xF8) == 0x40)
            _time = (buffer[0] & 0x07) << 5 | _time & 0x1F;
        else if ((buffer[0] & 0xE0) == 0x60)
            _time = _time & 0xE0 | buffer[0] & 0x1F;
    }

    public override void Read(Span<byte> buffer)
    {
        var counts = (int)(luxBehind * 1.2 * _time / 69);
        (buffer[0], buffer[1]) = ((byte)(counts >> 8), (byte)counts);
    }

    public override void WriteRead(ReadOnlySpan<byte> writeBuffer, Span<byte> readBuffer) => throw new NotSupportedException();
}
X
dotnet build -c Release -v quiet --nologo -o out >build.log 2>&1 || { cat build.log; exit 1; }
seen="$(dotnet out/app.dll)"
echo "$seen"
[ "$seen" = "TSL2561 gain 16: 486.4 lx
TSL2561 gain 1: 30.4 lx
TSL2561 infrared: 44
BH1750 behind the window: 200 lx" ] || { echo "This has changed."; exit 1; }
