#!/usr/bin/env bash
# A press that is over before an MCP23017 is asked comes as a release.
#
# Version:  Iot.Device.Bindings 4.2.0, System.Device.Gpio 4.2.0
# Input:    a contact at the first line, which pulls it low; a callback for falling edges of it. It closes for a moment and is open again when the chip is
#           read: the interrupt's flag is set (INTF = 01), what the line was then is kept (INTCAP = 00), and what it is now (GPIO = 01)
# Expected: one call, "Falling": the chip keeps INTCAP for this ("captures the GPIO port value at the time the interrupt occurred", DS20001952)
# Seen:       a long press: Falling
#             a short press: Rising
# Source:   Mcp23xxx.InterruptHandler reads INTF and GPIO, not INTCAP; CallHandlerOnPin makes the edge out of what the line is now, and does not ask which
#           edges were registered
# So:       a doorbell's or a coin's pulse, or the first bounce of any contact, is told as its end, to a callback that asked for the beginning alone. Take
#           each call for a change and the value from a reading, or wire what is short to the computer's own lines.
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
using System.Device.I2c;
using Iot.Device.Mcp23xxx;

var contact = new Contact();
using var lines = new GpioController(new Mcp23017(contact, interruptA: Contact.Interrupt, controller: new GpioController(contact.Computer)));
lines.OpenPin(0, PinMode.InputPullUp);
var told = new List<PinEventTypes>();
lines.RegisterCallbackForPinValueChangedEvent(0, PinEventTypes.Falling, (_, change) => told.Add(change.ChangeType));
contact.Press(isLong: true);
Console.WriteLine($"a long press: {string.Join(", ", told)}");
contact.Release();
told.Clear();
contact.Press(isLong: false);
Console.WriteLine($"a short press: {string.Join(", ", told)}");

sealed class Contact : I2cDevice
{
    public const int Interrupt = 4;
    private const int Flags = 0x0E;
    private const int Captured = 0x10;
    private const int Port = 0x12;
    private readonly byte[] _values = new byte[32];
    private int _at;
    public Contact() => _values[Port] = 1;
    public Wires Computer { get; } = new();
    public override I2cConnectionSettings ConnectionSettings { get; } = new(1, 0x20);

    public void Press(bool isLong)
    {
        (_values[Flags], _values[Captured], _values[Port]) = (1, 0, isLong ? (byte)0 : (byte)1);
        Computer.Fall();
    }

    public void Release()
    {
        _values[Port] = 1;
        Read(stackalloc byte[1]);
    }

    // Reading what the lines are, or were, ends the interrupt.
    public override void Read(Span<byte> buffer)
    {
        _values.AsSpan(_at, buffer.Length).CopyTo(buffer);
        if (_at is Captured or Port)
            _values[Flags] = 0;
    }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        _at = buffer[0];
        if (_at is not (Flags or Captured or Port))
            buffer[1..].CopyTo(_values.AsSpan(_at));
    }

    public override void WriteRead(ReadOnlySpan<byte> writeBuffer, Span<byte> readBuffer) => throw new NotSupportedException();
}

sealed class Wires : GpioDriver
{
    private PinChangeEventHandler? _told;
    public void Fall() => _told?.Invoke(this, new(PinEventTypes.Falling, Contact.Interrupt));
    protected override int PinCount => 8;
    protected override void OpenPin(int pinNumber) { }
    protected override void ClosePin(int pinNumber) { }
    protected override PinMode GetPinMode(int pinNumber) => PinMode.Input;
    protected override void SetPinMode(int pinNumber, PinMode mode) { }
    protected override bool IsPinModeSupported(int pinNumber, PinMode mode) => true;
    protected override PinValue Read(int pinNumber) => PinValue.High;
    protected override void Write(int pinNumber, PinValue value) { }
    protected override WaitForEventResult WaitForEvent(int pinNumber, PinEventTypes eventTypes, CancellationToken cancellationToken) => default;
    protected override void AddCallbackForPinValueChangedEvent(int pinNumber, PinEventTypes eventTypes, PinChangeEventHandler callback) => _told += callback;
    protected override void RemoveCallbackForPinValueChangedEvent(int pinNumber, PinChangeEventHandler callback) => _told -= callback;
}
X
dotnet build -c Release -v quiet --nologo -o out >build.log 2>&1 || { cat build.log; exit 1; }
seen="$(dotnet out/app.dll)"
echo "$seen"
[ "$seen" = "a long press: Falling
a short press: Rising" ] || { echo "This has changed."; exit 1; }
