using System.Globalization;

namespace Estate.Adapters.Gpio;

/// <summary>
/// A card reader or display chip on a bus of this machine: "pn532 i2c 1:0x24" (bus and address) or "max7219 spi 0.0" (bus and
/// chip select; "left", "right" or "half" behind it for matrices that are mounted turned).
/// </summary>
public sealed record ChipAddress(string Model, int Bus, int Place, string Turn = "")
{
    public const string Pn532 = "pn532";
    public const string Max7219 = "max7219";

    private const string Expected = "a chip is \"pn532 i2c BUS:ADDRESS\" or \"max7219 spi BUS.SELECT\" (left, right or half behind it where its matrices are turned), such as \"pn532 i2c 1:0x24\"";

    public bool IsDisplay => Model == Max7219;

    /// <exception cref="FormatException">Something else; says what is expected.</exception>
    public static ChipAddress Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        (string Model, string[] Place, string Turn) parts = text.Split(' ', StringSplitOptions.RemoveEmptyEntries) switch
        {
            [Pn532, "i2c", var place] => (Pn532, place.Split(':'), ""),
            [Max7219, "spi", var place] => (Max7219, place.Split('.'), ""),
            [Max7219, "spi", var place, ("left" or "right" or "half") and var turn] => (Max7219, place.Split('.'), turn),
            _ => ("", [], ""),
        };
        return parts.Place is [var bus, var at] && Number(bus) is { } first && Number(at) is { } second && second < 128
            ? new(parts.Model, first, second, parts.Turn)
            : throw new FormatException($"'{text}': {Expected}");
    }

    public override string ToString() => Model == Pn532
        ? string.Create(CultureInfo.InvariantCulture, $"{Model} i2c {Bus}:0x{Place:X2}")
        : string.Create(CultureInfo.InvariantCulture, $"{Model} spi {Bus}.{Place} {Turn}").TrimEnd();

    private static int? Number(string text) =>
        (text.StartsWith("0x", StringComparison.Ordinal)
            ? int.TryParse(text.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var number)
            : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number)) && number is >= 0 and < 256 ? number : null;
}
