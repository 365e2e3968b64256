#!/usr/bin/env bash
# An HC-SR04 measures nothing for an hour each autumn; and a clock that is set back stops a thermometer and a button.
#
# Version:  Iot.Device.Bindings 4.2.0, System.Device.Gpio 4.2.0; Debian's libfaketime 0.9.10-2.1 plays the clock (the monotonic one goes on)
# Input:    time zone Europe/Berlin, 2026-10-25. An HC-SR04 with something 20 cm away is asked at 02:30, half an hour later (summer time ends: 02:00),
#           and an hour after that. Then an AM2320 in air of 20.0, 35.0 and 50.0 °C, and a button with 50 ms of debouncing that is pressed three
#           times; before the second reading and press ten seconds pass, before the third the clock is set back by a day, as a time server does
# Expected: three distances, three temperatures, three presses: pauses between readings and bounces are durations
# Seen:       HC-SR04 before the end of summer time: a distance
#             HC-SR04 after it: ArgumentOutOfRangeException
#             HC-SR04 an hour later: a distance
#             AM2320: 20, 35, then 35
#             button: pressed 2 times
# Source:   Hcsr04.TryGetDistance: "DateTime.Now.Ticks - _lastMeasurment", local time, of which it then sleeps a negative while; Am2320.IsOutDated and
#           ButtonBase.HandleButtonPressed: DateTime.UtcNow
# So:       the thermometer is the worst of them: it says "read" and gives the old value until the clock has caught up. A Pi without a battery clock has
#           its clock set at every start; start what uses these after time-sync.target, or read the chips yourself.
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
using System.Device.Gpio;
using System.Device.I2c;
using System.Diagnostics;
using System.Globalization;
using Iot.Device.Am2320;
using Iot.Device.Button;
using Iot.Device.Hcsr04;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
var atStart = long.Parse(args[0], CultureInfo.InvariantCulture);
using var echo = new Hcsr04(new GpioController(new Wall()), 0, 1);
Measure("before the end of summer time");
SetClock(1800);
Measure("after it");
SetClock(1800 + 3600);
Measure("an hour later");

var air = new Air();
using var chip = new Am2320(air);
var bell = new Bell();
var pressed = 0;
bell.ButtonDown += (_, _) => pressed++;
var read = new List<string>();
foreach (var (celsius, time) in new[] { (20.0, 7000), (35.0, 7010), (50.0, 7020 - 86400) })
{
    SetClock(time);
    air.Celsius = celsius;
    read.Add(chip.TryReadTemperature(out var found) ? $"{found.DegreesCelsius}" : "nothing");
    bell.Push();
}
Console.WriteLine($"AM2320: {read[0]}, {read[1]}, then {read[2]}");
Console.WriteLine($"button: pressed {pressed} times");

void SetClock(long seconds) => File.WriteAllText("clock", FormattableString.Invariant($"{atStart + seconds:+0;-0}\n"));

void Measure(string when)
{
    try
    {
        Console.WriteLine($"HC-SR04 {when}: {(echo.Distance.Centimeters > 0 ? "a distance" : "nothing")}");
    }
    catch (ArgumentOutOfRangeException failure)
    {
        Console.WriteLine($"HC-SR04 {when}: {failure.GetType().Name}");
    }
}

sealed class Bell() : ButtonBase(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2), TimeSpan.FromMilliseconds(50))
{
    public void Push()
    {
        HandleButtonPressed();
        HandleButtonReleased();
    }
}

sealed class Air : I2cDevice
{
    public double Celsius { get; set; }
    public override I2cConnectionSettings ConnectionSettings { get; } = new(1, 0x5C);
    public override void Write(ReadOnlySpan<byte> buffer) { }

    public override void Read(Span<byte> buffer)
    {
        var tenths = (int)(Celsius * 10);
        ((byte[])[0x03, 0x04, 0x01, 0xF4, (byte)(tenths >> 8), (byte)tenths]).CopyTo(buffer);
        var crc = 0xFFFF;
        foreach (var one in buffer[..6])
        {
            crc ^= one;
            for (var i = 0; i < 8; i++)
                crc = (crc & 1) != 0 ? crc >> 1 ^ 0xA001 : crc >> 1;
        }
        (buffer[6], buffer[7]) = ((byte)crc, (byte)(crc >> 8));
    }

    public override void WriteRead(ReadOnlySpan<byte> writeBuffer, Span<byte> readBuffer) => throw new NotSupportedException();
}

// 0 triggers, 1 is high for as long as sound needs for twice 20 cm.
sealed class Wall : GpioDriver
{
    private readonly Stopwatch _since = new();
    protected override int PinCount => 2;
    protected override void OpenPin(int pinNumber) { }
    protected override void ClosePin(int pinNumber) { }
    protected override PinMode GetPinMode(int pinNumber) => pinNumber == 0 ? PinMode.Output : PinMode.Input;
    protected override void SetPinMode(int pinNumber, PinMode mode) { }
    protected override bool IsPinModeSupported(int pinNumber, PinMode mode) => true;
    protected override PinValue Read(int pinNumber) => _since.Elapsed.TotalMilliseconds is > 0.5 and < 1.67;

    protected override void Write(int pinNumber, PinValue value)
    {
        if (value == PinValue.Low)
            _since.Restart();
    }

    protected override WaitForEventResult WaitForEvent(int pinNumber, PinEventTypes eventTypes, CancellationToken cancellationToken) => default;
    protected override void AddCallbackForPinValueChangedEvent(int pinNumber, PinEventTypes eventTypes, PinChangeEventHandler callback) { }
    protected override void RemoveCallbackForPinValueChangedEvent(int pinNumber, PinChangeEventHandler callback) { }
}
X
dotnet build -c Release -v quiet --nologo -o out >build.log 2>&1 || { cat build.log; exit 1; }
start=$(($(date -u -d '2026-10-25 00:30:00' +%s) - $(date +%s)))
printf '%+d\n' "$start" >clock
seen="$(TZ=Europe/Berlin LD_PRELOAD="$(echo root/usr/lib/*/faketime/libfaketime.so.1)" FAKETIME_TIMESTAMP_FILE="$work/clock" FAKETIME_NO_CACHE=1 \
  FAKETIME_DONT_FAKE_MONOTONIC=1 NO_FAKE_STAT=1 dotnet out/app.dll "$start")"
echo "$seen"
[ "$seen" = "HC-SR04 before the end of summer time: a distance
HC-SR04 after it: ArgumentOutOfRangeException
HC-SR04 an hour later: a distance
AM2320: 20, 35, then 35
button: pressed 2 times" ] || { echo "This has changed."; exit 1; }
