using System.Device.I2c;
using Iot.Device.Max7219;
using Iot.Device.Ssd13xx;
using Iot.Device.Ssd13xx.Commands;
using Ssd1306Commands = Iot.Device.Ssd13xx.Commands.Ssd1306Commands;

namespace Estate.Adapters.Chips;

/// <summary>A small OLED of 128 by 32 or 64 points: four letters, to the right, each point of the font four by four.</summary>
internal sealed class Ssd1306Display : IDisplayChip
{
    private const int Width = 128;
    private const int Letters = 4;
    private const int FontSize = 8;
    private const int Scale = 4;
    private const int Pages = 4;
    private const int ChunkSize = 16;

    private readonly Ssd1306 _chip;
    private readonly Ssd1306Commands.PageAddress _firstPage;

    /// <param name="isTall">64 points high; the library sets the chip up for 32.</param>
    internal Ssd1306Display(I2cDevice device, bool isTall)
    {
        _chip = new Panel(device, isTall ? 64 : 32);
        _firstPage = isTall ? Ssd1306Commands.PageAddress.Page2 : Ssd1306Commands.PageAddress.Page0;
        if (isTall)
        {
            _chip.SendCommand(new SetMultiplexRatio(0x3F));
            _chip.SendCommand(new Ssd1306Commands.SetComPinsHardwareConfiguration(true, false));
        }
        // Until it is written to, its memory is noise.
        Draw(Ssd1306Commands.PageAddress.Page0, new byte[Width * 8]);
    }

    public void Write(string text)
    {
        var columns = AsciiLetters.Of(text, Letters).PadLeft(Letters)
            .SelectMany(letter => Fonts.Default[letter].Concat(new byte[FontSize]).Take(FontSize)).ToList();
        var points = new byte[Pages * Letters * FontSize * Scale];
        for (var i = 0; i < points.Length; i++)
        {
            var (page, column) = Math.DivRem(i, Letters * FontSize * Scale);
            var bits = columns[column / Scale] >> (page * 2);
            points[i] = (byte)(((bits & 1) != 0 ? 0x0F : 0) | ((bits & 2) != 0 ? 0xF0 : 0));
        }
        Draw(_firstPage, points);
    }

    public void Dispose() => _chip.Dispose();

    private void Draw(Ssd1306Commands.PageAddress first, byte[] points)
    {
        _chip.SendCommand(new Ssd1306Commands.SetColumnAddress());
        _chip.SendCommand(new Ssd1306Commands.SetPageAddress(first, Ssd1306Commands.PageAddress.Page7));
        foreach (var chunk in points.Chunk(ChunkSize))
            _chip.SendData(chunk);
    }

    /// <summary>The library clears the screen with a picture, for which it wants a library of pictures.</summary>
    private sealed class Panel(I2cDevice device, int height) : Ssd1306(device, Width, height)
    {
        public override void ClearScreen()
        {
        }
    }
}
