using System.Device.I2c;
using Iot.Device.CharacterLcd;

namespace Estate.Adapters.Chips;

/// <summary>Two lines of sixteen letters behind an I2C port, as they are sold; the text stands in the middle of the first.</summary>
internal sealed class Hd44780Display(I2cDevice device) : IDisplayChip
{
    private const int Columns = 16;

    private readonly Lcd1602 _chip = new(device, uses8Bit: false);

    public void Write(string text)
    {
        var letters = AsciiLetters.Of(text, Columns);
        _chip.SetCursorPosition(0, 0);
        _chip.Write(letters.PadLeft((Columns + letters.Length) / 2).PadRight(Columns));
    }

    /// <summary>The library lets go of the chip and leaves the bus open.</summary>
    public void Dispose()
    {
        _chip.Dispose();
        device.Dispose();
    }
}
