#!/usr/bin/env bash
# The bindings of two current meters lose the sign where there is one and find one where there is none.
#
# Version:  Iot.Device.Bindings 4.2.0, System.Device.Gpio 4.2.0
# Input:    registers as the data sheets have them, with a shunt of 0.1 ohm: an INA219 in its range of 32 V, 26 V at its bus (6500 counts of 4 mV,
#           three bits to the left) and -10 mV at its shunt (-0.1 A; a battery that is charged); then 128 samples for its shunt; an INA236
#           with -10 mV
# Expected: 26 V, -10 mV, -100 mA; 128 samples for the shunt, and the bus left as it was (12 bits); -10 mV
# Seen:       INA219 bus: -6.768 V
#             INA219 shunt: 645.36 mV
#             INA219 current: 6453.6 mA
#             INA219 samples: shunt Adc9Bit, bus Adc128Sample
#             INA236 shunt: 153.84 mV
#           The bus is wrong above 16.38 V; the shunt whenever current flows backwards.
# Source:   Ina219.ReadBusVoltage casts the register to short before it shifts; ReadShuntVoltage and ReadCurrent take a ushort for a two's
#           complement; ShuntAdcResolutionOrSamples shifts its value by four, into the bits of the bus. Ina236.ReadShuntVoltage is
#           unsigned, its ReadCurrent is not.
# So:       nothing throws and no value is out of the way by itself: 6.45 A is possible. We ask for the shunt alone and put its sign back.
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
using Iot.Device.Adc;
using UnitsNet;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
const ushort Minus10MillivoltsBy10 = unchecked((ushort)-1000);
const ushort Minus10MillivoltsBy2500 = unchecked((ushort)-4000);
var registers = new Registers { [0] = 0x399F, [1] = Minus10MillivoltsBy10, [2] = 6500 << 3, [4] = Minus10MillivoltsBy10 };
using var ina219 = new Ina219(registers) { BusVoltageRange = Ina219BusVoltageRange.Range32v };
ina219.SetCalibration(4096, 100e-6f);
Console.WriteLine($"INA219 bus: {ina219.ReadBusVoltage().Volts:0.###} V");
Console.WriteLine($"INA219 shunt: {ina219.ReadShuntVoltage().Millivolts:0.##} mV");
Console.WriteLine($"INA219 current: {ina219.ReadCurrent().Milliamperes:0.#} mA");
ina219.ShuntAdcResolutionOrSamples = Ina219AdcResolutionOrSamples.Adc128Sample;
const int Samples = (int)Ina219AdcResolutionOrSamples.Adc128Sample;
Console.WriteLine($"INA219 samples: shunt {Told(registers[0] & Samples)}, bus {Told(registers[0] >> 4 & Samples)}");
using var ina236 = new Ina236(
    new Registers { [0] = 0x4127, [1] = Minus10MillivoltsBy2500, [0x3E] = 0x5449, [0x3F] = 0xA080 },
    ElectricResistance.FromMilliohms(100), ElectricCurrent.FromAmperes(1));
Console.WriteLine($"INA236 shunt: {ina236.ReadShuntVoltage().Millivolts:0.##} mV");

static Ina219AdcResolutionOrSamples Told(int bits) => (Ina219AdcResolutionOrSamples)bits;

sealed class Registers : I2cDevice
{
    private readonly Dictionary<int, ushort> _values = [];
    private int _at;
    public ushort this[int register] { get => _values.GetValueOrDefault(register); set => _values[register] = value; }
    public override I2cConnectionSettings ConnectionSettings { get; } = new(1, 0x40);
    public override void Read(Span<byte> buffer) => (buffer[0], buffer[1]) = ((byte)(this[_at] >> 8), (byte)this[_at]);

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        _at = buffer[0];
        if (buffer.Length == 3)
            this[_at] = (ushort)(buffer[1] << 8 | buffer[2]);
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
[ "$seen" = "INA219 bus: -6.768 V
INA219 shunt: 645.36 mV
INA219 current: 6453.6 mA
INA219 samples: shunt Adc9Bit, bus Adc128Sample
INA236 shunt: 153.84 mV" ] || { echo "This has changed."; exit 1; }
