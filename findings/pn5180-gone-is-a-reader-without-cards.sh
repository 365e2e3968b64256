#!/usr/bin/env bash
# A PN5180 that is not there is a reader in front of which no card is.
#
# Version:  Iot.Device.Bindings 4.2.0, System.Device.Gpio 4.2.0
# Input:    an SPI bus on which nobody answers, and a BUSY line that stays low
# Expected: an exception from the constructor, which asks for the chip's version
# Seen:       constructor: no exception after 2 s
#             a look for a card: False after 6 s, a processor busy all the time: True
# Source:   Pn5180.GetVersions returns (null, null, null) after a time-out, and the constructor refuses only a version whose first number is 0;
#           SpiWrite and SpiRead ask the BUSY line in a loop without a pause, for 2 s; ListenToCardIso14443TypeA catches the TimeoutException
# So:       a gate whose reader was torn off would be healthy, and hot.
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
using System.Device.Spi;
using System.Diagnostics;
using Iot.Device.Pn5180;

var watch = Stopwatch.StartNew();
var chip = new Pn5180(new Nobody(), 0, 1, new GpioController(new Low()));
Console.WriteLine($"constructor: no exception after {watch.Elapsed.TotalSeconds:0} s");
var before = Process.GetCurrentProcess().TotalProcessorTime;
watch.Restart();
var found = chip.ListenToCardIso14443TypeA(TransmitterRadioFrequencyConfiguration.Iso14443A_Nfc_PI_106_106,
    ReceiverRadioFrequencyConfiguration.Iso14443A_Nfc_PI_106_106, out _, 50);
var used = Process.GetCurrentProcess().TotalProcessorTime - before;
Console.WriteLine($"a look for a card: {found} after {watch.Elapsed.TotalSeconds:0} s, a processor busy all the time: {used > watch.Elapsed * 0.8}");

sealed class Nobody : SpiDevice
{
    public override SpiConnectionSettings ConnectionSettings { get; } = new(0, 0);
    public override void Read(Span<byte> buffer) => buffer.Clear();
    public override void Write(ReadOnlySpan<byte> buffer) { }
    public override void TransferFullDuplex(ReadOnlySpan<byte> writeBuffer, Span<byte> readBuffer) => readBuffer.Clear();
}

sealed class Low : GpioDriver
{
    protected override int PinCount => 2;
    protected override void OpenPin(int pinNumber) { }
    protected override void ClosePin(int pinNumber) { }
    protected override PinMode GetPinMode(int pinNumber) => PinMode.Input;
    protected override void SetPinMode(int pinNumber, PinMode mode) { }
    protected override bool IsPinModeSupported(int pinNumber, PinMode mode) => true;
    protected override PinValue Read(int pinNumber) => PinValue.Low;
    protected override void Write(int pinNumber, PinValue value) { }
    protected override WaitForEventResult WaitForEvent(int pinNumber, PinEventTypes eventTypes, CancellationToken cancellationToken) => default;
    protected override void AddCallbackForPinValueChangedEvent(int pinNumber, PinEventTypes eventTypes, PinChangeEventHandler callback) { }
    protected override void RemoveCallbackForPinValueChangedEvent(int pinNumber, PinChangeEventHandler callback) { }
}
X
dotnet build -c Release -v quiet --nologo -o out >build.log 2>&1 || { cat build.log; exit 1; }
seen="$(dotnet out/app.dll)"
echo "$seen"
[ "$seen" = "constructor: no exception after 2 s
a look for a card: False after 6 s, a processor busy all the time: True" ] || { echo "This has changed."; exit 1; }
