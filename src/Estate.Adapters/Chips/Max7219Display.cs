using System.Device.Spi;
using Iot.Device.Max7219;

namespace Estate.Adapters.Chips;

/// <summary>
/// Four matrices of eight by eight behind MAX7219 chips in a row, as they are sold: four letters, to the right.
/// </summary>
internal sealed class Max7219Display : IDisplayChip
{
    private const int Matrices = 4;
    private const int Brightness = 8;

    private readonly Max7219 _chip;
    private readonly MatrixGraphics _graphics;

    /// <param name="turn">How the matrices are mounted: left, right, half, or upright.</param>
    internal Max7219Display(SpiDevice device, string turn)
    {
        _chip = new(
            device, Matrices,
            turn switch
            {
                "left" => RotationType.Left,
                "right" => RotationType.Right,
                "half" => RotationType.Half,
                _ =>
                RotationType.None
            });
        _chip.Init();
        _chip.Brightness(Brightness);
        _graphics = new(_chip, Fonts.Default);
    }

    public static SpiConnectionSettings Settings(int bus, int select) =>
        new(bus, select) { ClockFrequency = Max7219.SpiClockFrequency, Mode = Max7219.SpiMode };

    public void Write(string text)
    {
        var letters = AsciiLetters.Of(text, Matrices).PadLeft(Matrices);
        // Letters narrower than a matrix leave the rest as it was.
        _chip.ClearAll(flush: false);
        for (var i = 0; i < Matrices; i++)
            _graphics.WriteLetter(i, letters[i], flush: false);
        _chip.Flush();
    }

    public void Dispose() => _chip.Dispose();
}
