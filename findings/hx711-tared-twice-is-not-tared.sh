#!/usr/bin/env bash
# A scale that is tared twice is not tared, and an even number of readings has the wrong middle.
#
# Version:  Iot.Device.Bindings 4.2.0, System.Device.Gpio 4.2.0
# Input:    an HX711 with 100 counts a gram, as its data sheet clocks them out. An empty bin of 500 g is put on it and tared; and tared once more, with
#           nothing changed. Then readings of 10, 20, 30 and 40 g in a row, asked for their middle (GetWeight(4)); then two
# Expected: 0 g after either; 25 g, since four values have their middle between the second and the third ("the arithmetic mean of the two middle
#           values", as the source itself says); 15 g
# Seen:       the bin: 500 g
#             tared: 0 g
#             tared again: 500 g
#             middle of 10, 20, 30, 40: 35 g
#             middle of 10, 20: ArgumentOutOfRangeException
# Source:   Hx711.Tare sets the tare to what remains after the old one (GetNetWeight), not to the whole; Hx711Reader.ReadMedian takes the elements
#           count / 2 and count / 2 + 1, counted from 0
# So:       a "zero" button that is pressed twice turns itself off; every second press shows the bin. Ask for odd numbers of readings, and keep
#           the tare yourself.
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
using Iot.Device.Hx711;

const int CountsPerGram = 100;
var chip = new Chip();
using var scale = new Hx711(Chip.Data, Chip.Clock, gpioController: new GpioController(chip));
scale.PowerUp();
scale.SetConversionRatio(CountsPerGram);
chip.Counts = () => 500 * CountsPerGram;
Tell("the bin", () => scale.GetWeight().Grams);
scale.Tare();
Tell("tared", () => scale.GetWeight().Grams);
scale.Tare();
Tell("tared again", () => scale.GetWeight().Grams);
foreach (var grams in new int[][] { [10, 20, 30, 40], [10, 20] })
{
    var next = 0;
    chip.Counts = () => grams[next++ % grams.Length] * CountsPerGram;
    Tell($"middle of {string.Join(", ", grams)}", () => scale.GetWeight(grams.Length).Grams);
}

static void Tell(string what, Func<double> weigh)
{
    try
    {
        Console.WriteLine($"{what}: {weigh()} g");
    }
    catch (ArgumentException failure)
    {
        Console.WriteLine($"{what}: {failure.GetType().Name}");
    }
}

sealed class Chip : GpioDriver
{
    public const int Data = 0;
    public const int Clock = 1;
    private int _bit;
    private int _word;
    public Func<int> Counts { get; set; } = () => 0;
    protected override int PinCount => 2;
    protected override void OpenPin(int pinNumber) { }
    protected override void ClosePin(int pinNumber) { }
    protected override PinMode GetPinMode(int pinNumber) => pinNumber == Clock ? PinMode.Output : PinMode.Input;
    protected override void SetPinMode(int pinNumber, PinMode mode) { }
    protected override bool IsPinModeSupported(int pinNumber, PinMode mode) => true;

    // Low while a reading waits, then its 24 bits; the 25th pulse ends it and sets the gain.
    protected override PinValue Read(int pinNumber) => _bit is 0 or 25 ? PinValue.Low : _word >> 24 - _bit & 1;

    protected override void Write(int pinNumber, PinValue value)
    {
        if (pinNumber != Clock || value == PinValue.Low)
            return;
        if (_bit is 0 or 25)
            (_bit, _word) = (0, Counts() & 0xFF_FFFF);
        _bit++;
    }

    protected override WaitForEventResult WaitForEvent(int pinNumber, PinEventTypes eventTypes, CancellationToken cancellationToken) => default;
    protected override void AddCallbackForPinValueChangedEvent(int pinNumber, PinEventTypes eventTypes, PinChangeEventHandler callback) { }
    protected override void RemoveCallbackForPinValueChangedEvent(int pinNumber, PinChangeEventHandler callback) { }
}
X
dotnet build -c Release -v quiet --nologo -o out >build.log 2>&1 || { cat build.log; exit 1; }
seen="$(dotnet out/app.dll)"
echo "$seen"
[ "$seen" = "the bin: 500 g
tared: 0 g
tared again: 500 g
middle of 10, 20, 30, 40: 35 g
middle of 10, 20: ArgumentOutOfRangeException" ] || { echo "This has changed."; exit 1; }
