using Estate.Adapters.Gpio;
using Xunit;

namespace Estate.Adapters.Tests.Gpio;

public sealed class LineAddressTests
{
    [Theory]
    [InlineData("GPIO17", null, 0)]
    [InlineData("ID_SD", null, 0)]
    [InlineData("pinctrl-rp1:17", "pinctrl-rp1", 17)]
    [InlineData("INT33FF:00:5", "INT33FF:00", 5)]
    public void A_line_is_a_name_or_a_label_and_an_offset(string text, string? label, int offset)
    {
        var address = LineAddress.Parse(text);
        Assert.Equal((text, label, offset), (address.ToString(), address.Label, address.Offset));
        Assert.Equal(address, LineAddress.Parse(text));
    }

    [Theory]
    [InlineData("")]
    [InlineData(" GPIO17")]
    [InlineData("GPIO\n17")]
    [InlineData("pinctrl-rp1:")]
    [InlineData(":17")]
    [InlineData("pinctrl-rp1:x")]
    [InlineData("pinctrl-rp1:-1")]
    [InlineData("pinctrl-rp1:65536")]
    [InlineData("a-name-of-more-bytes-than-a-line-has")]
    [InlineData("17")]
    [InlineData("gpiochip0")]
    [InlineData("gpiochip4:17")]
    [InlineData("/dev/gpiochip4:17")]
    [InlineData("0:17")]
    public void Anything_else_is_refused_with_what_is_expected(string text)
    {
        var failure = Assert.Throws<FormatException>(() => LineAddress.Parse(text));
        Assert.Contains(
            "a name such as GPIO17, or a chip label and an offset such as pinctrl-rp1:17", failure.Message, StringComparison.Ordinal);
        Assert.Contains($"'{text}'", failure.Message, StringComparison.Ordinal);
    }
}
