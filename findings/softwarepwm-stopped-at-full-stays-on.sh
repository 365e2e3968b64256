#!/usr/bin/env bash
# A SoftwarePwmChannel that is stopped at full stays on: the fan, the lock or the heater at its pin runs until somebody disposes it.
#
# Version:  Iot.Device.Bindings 4.2.0, System.Device.Gpio 4.2.0
# Input:    a pin at 100 Hz; at half, then at full; Stop after it was seen high, and the level 30 cycles later
# Expected: low after either: at half it is, always, since a cycle that began is finished
# Seen:       half, stopped: low
#             full, stopped: high
#             full, disposed: low
# Source:   SoftwarePwmChannel.Run writes low only within a cycle that has a low part, and once more at its end; Stop sets a flag alone
# So:       set DutyCycle to 0 and wait for a cycle before Stop, or dispose the channel; and where power must end, write the pin yourself.
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
using System.Device.Pwm.Drivers;

var pin = new Pin();
using var controller = new GpioController(pin);
foreach (var (name, part) in new[] { ("half", 0.5), ("full", 1.0) })
{
    var channel = new SoftwarePwmChannel(1, 100, part, controller: controller, shouldDispose: false);
    channel.Start();
    SpinWait.SpinUntil(() => pin.IsHigh, 10_000);
    channel.Stop();
    Thread.Sleep(300);
    Console.WriteLine($"{name}, stopped: {pin.Level}");
    channel.Dispose();
    controller.ClosePin(1);
    if (part == 1)
        Console.WriteLine($"{name}, disposed: {pin.Level}");
}

sealed class Pin : GpioDriver
{
    private volatile bool _isHigh;
    public bool IsHigh => _isHigh;
    public string Level => _isHigh ? "high" : "low";
    protected override int PinCount => 2;
    protected override void OpenPin(int pinNumber) { }
    protected override void ClosePin(int pinNumber) { }
    protected override PinMode GetPinMode(int pinNumber) => PinMode.Output;
    protected override void SetPinMode(int pinNumber, PinMode mode) { }
    protected override bool IsPinModeSupported(int pinNumber, PinMode mode) => true;
    protected override PinValue Read(int pinNumber) => _isHigh;
    protected override void Write(int pinNumber, PinValue value) => _isHigh = value == PinValue.High;
    protected override WaitForEventResult WaitForEvent(int pinNumber, PinEventTypes eventTypes, CancellationToken cancellationToken) => default;
    protected override void AddCallbackForPinValueChangedEvent(int pinNumber, PinEventTypes eventTypes, PinChangeEventHandler callback) { }
    protected override void RemoveCallbackForPinValueChangedEvent(int pinNumber, PinChangeEventHandler callback) { }
}
X
dotnet build -c Release -v quiet --nologo -o out >build.log 2>&1 || { cat build.log; exit 1; }
seen="$(dotnet out/app.dll)"
echo "$seen"
[ "$seen" = "half, stopped: low
full, stopped: high
full, disposed: low" ] || { echo "This has changed."; exit 1; }
