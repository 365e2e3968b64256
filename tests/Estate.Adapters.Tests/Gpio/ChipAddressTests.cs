using Estate.Adapters.Gpio;
using Xunit;

namespace Estate.Adapters.Tests.Gpio;

public sealed class ChipAddressTests
{
    [Theory]
    [InlineData("pn532 i2c 1:0x24", "pn532", 1, 0x24, "", false)]
    [InlineData("pn532  i2c 3:36", "pn532", 3, 36, "", false)]
    [InlineData("max7219 spi 0.1", "max7219", 0, 1, "", true)]
    [InlineData("max7219 spi 0.0 left", "max7219", 0, 0, "left", true)]
    public void A_chip_has_a_model_a_bus_and_a_place(string text, string model, int bus, int place, string turn, bool isDisplay)
    {
        var chip = ChipAddress.Parse(text);
        Assert.Equal((model, bus, place, turn, isDisplay), (chip.Model, chip.Bus, chip.Place, chip.Turn, chip.IsDisplay));
        Assert.Equal(chip, ChipAddress.Parse(chip.ToString()));
    }

    [Theory]
    [InlineData("")]
    [InlineData("pn532")]
    [InlineData("pn532 spi 0.0")]
    [InlineData("pn532 i2c 1:0x80")]
    [InlineData("pn532 i2c one:0x24")]
    [InlineData("max7219 i2c 1:0x24")]
    [InlineData("max7219 spi 0.0 upside-down")]
    [InlineData("mfrc522 spi 0.0")]
    public void Another_word_is_told_with_what_is_expected(string text) =>
        Assert.Contains("pn532 i2c BUS:ADDRESS", Assert.Throws<FormatException>(() => ChipAddress.Parse(text)).Message, StringComparison.Ordinal);
}
