using System.Device.Spi;
using System.Drawing;
using Estate.Domain.Devices;
using Iot.Device.Ws28xx;

namespace Estate.Adapters.Chips;

/// <summary>
/// WS2812 lights in a row, their data line at the SPI bus's MOSI: green for a card that was accepted or a number, red for one that
/// was refused or full, amber for anything else. They say nothing back: only a bus that is not there is noticed.
/// </summary>
internal sealed class Ws2812Lamp(SpiDevice device, int lights) : IDisplayChip
{
    /// <summary>Three of its bits are one of the lights'.</summary>
    private const int Hz = 2_400_000;

    private static readonly Color Green = Color.FromArgb(0, 96, 0);
    private static readonly Color Red = Color.FromArgb(96, 0, 0);
    private static readonly Color Amber = Color.FromArgb(96, 48, 0);

    private readonly Ws2812b _chip = new(device, lights);

    public static SpiConnectionSettings Settings(int bus, int select) => new(bus, select) { ClockFrequency = Hz, Mode = SpiMode.Mode0 };

    public void Write(string text)
    {
        _chip.Image.Clear(text switch
        {
            "" => Color.Black,
            ShownText.Accepted => Green,
            ShownText.Refused or ShownText.Full => Red,
            _ => text.All(char.IsAsciiDigit) ? Green : Amber,
        });
        _chip.Update();
    }

    public void Dispose() => device.Dispose();
}
