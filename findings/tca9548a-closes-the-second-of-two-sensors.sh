#!/usr/bin/env bash
# The binding of the TCA9548A closes the second of two equal sensors with the first, and trusts its memory more than the chip.
#
# Version:  Iot.Device.Bindings 4.2.0, System.Device.Gpio 4.2.0
# Input:    sensors with one address (0x44) on several channels, what such a multiplexer is for; each answers with its channel's number. One of two is
#           disposed, the other is asked. A multiplexer that a program before has left with channels 0 and 1 open is asked for channel 2. And one that has
#           no power for a moment, after which no channel is open (data sheet SCPS207, "power-on reset"), is asked twice for its only sensor
# Expected: the second sensor's answer; channel 2 opened and its answer; at most one IOException, then an answer
# Seen:       first closed, second asked: ObjectDisposedException
#             0 and 1 open, 2 asked: answer 0, open 03
#             after a dip, first question: IOException
#             after a dip, second question: IOException, open 00
#           (On Linux a disposed I2cDevice throws NullReferenceException; here it is a fake one.)
# Source:   Tca9548A.CreateOrGetMasterBusDevice counts a device's users in a copy (a tuple out of a dictionary); SelectChannel writes only when
#           TryGetSelectedChannel says true, which it does for none or one channel, and never when it remembers the channel as open
# So:       dispose none of the sensors behind it but all together; write its byte yourself (0) at the start, and make a new one after a failure.
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
using Iot.Device.Tca954x;

var bus = new Multiplexed();
using (var multiplexer = new Tca9548A(bus, bus.Sensors))
{
    var first = multiplexer.GetChannel(0).CreateDevice(0x44);
    var second = multiplexer.GetChannel(1).CreateDevice(0x44);
    first.Dispose();
    Console.WriteLine($"first closed, second asked: {Ask(second)}");
}

bus = new Multiplexed { Open = 0x03 };
using (var multiplexer = new Tca9548A(bus, bus.Sensors))
    Console.WriteLine($"0 and 1 open, 2 asked: {Ask(multiplexer.GetChannel(2).CreateDevice(0x44))}, open {bus.Open:x2}");

bus = new Multiplexed();
using (var multiplexer = new Tca9548A(bus, bus.Sensors))
{
    var only = multiplexer.GetChannel(5).CreateDevice(0x44);
    Ask(only);
    bus.Open = 0;
    Console.WriteLine($"after a dip, first question: {Ask(only)}");
    Console.WriteLine($"after a dip, second question: {Ask(only)}, open {bus.Open:x2}");
}

static string Ask(I2cDevice sensor)
{
    try
    {
        return $"answer {sensor.ReadByte()}";
    }
    catch (Exception failure) when (failure is IOException or ObjectDisposedException)
    {
        return failure.GetType().Name;
    }
}

sealed class Multiplexed : I2cDevice
{
    public Multiplexed() => Sensors = new Bus(this);
    public byte Open { get; set; }
    public I2cBus Sensors { get; }
    public override I2cConnectionSettings ConnectionSettings { get; } = new(1, 0x70);
    public override void Read(Span<byte> buffer) => buffer[0] = Open;
    public override void Write(ReadOnlySpan<byte> buffer) => Open = buffer[0];
    public override void WriteRead(ReadOnlySpan<byte> writeBuffer, Span<byte> readBuffer) => throw new NotSupportedException();

    private sealed class Bus(Multiplexed at) : I2cBus
    {
        public override I2cDevice CreateDevice(int deviceAddress) => new Sensor(at, deviceAddress);
        public override void RemoveDevice(int deviceAddress) { }
    }

    private sealed class Sensor(Multiplexed at, int address) : I2cDevice
    {
        private bool _isDisposed;
        public override I2cConnectionSettings ConnectionSettings { get; } = new(1, address);

        // Of several that answer at once the lines held low win: the lowest number here.
        public override void Read(Span<byte> buffer)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            buffer[0] = at.Open != 0 ? byte.TrailingZeroCount(at.Open) : throw new IOException("nobody answers");
        }

        public override void Write(ReadOnlySpan<byte> buffer) { }
        public override void WriteRead(ReadOnlySpan<byte> writeBuffer, Span<byte> readBuffer) => Read(readBuffer);
        protected override void Dispose(bool disposing) => _isDisposed = true;
    }
}
X
dotnet build -c Release -v quiet --nologo -o out >build.log 2>&1 || { cat build.log; exit 1; }
seen="$(dotnet out/app.dll)"
echo "$seen"
[ "$seen" = "first closed, second asked: ObjectDisposedException
0 and 1 open, 2 asked: answer 0, open 03
after a dip, first question: IOException
after a dip, second question: IOException, open 00" ] || { echo "This has changed."; exit 1; }
