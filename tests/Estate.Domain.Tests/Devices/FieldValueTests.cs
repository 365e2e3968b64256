using System.Globalization;
using Estate.Domain.Devices;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Estate.Domain.Tests.Devices;

/// <summary>A field is a number that every time-series server gives back as it got it.</summary>
public sealed class FieldValueTests
{
    [Theory]
    [InlineData(0.1 + 0.2, 0.3)]
    [InlineData(21.5, 21.5)]
    [InlineData(-0.0000004, 0)]
    [InlineData(123456.789012345, 123456.789012)]
    [InlineData(9_876_543.2123456, 9_876_543.21235)]
    [InlineData(999_999_999_999.4, 999_999_999_999)]
    [InlineData(1e300, 1e300)]
    [InlineData(double.NaN, double.NaN)]
    [InlineData(double.NegativeInfinity, double.NegativeInfinity)]
    public void A_number_has_six_decimals_and_twelve_digits_at_most(double measured, double kept)
    {
        FieldValue value = measured;
        Assert.Equal(kept, value.Number);
    }

    [Fact]
    public void What_is_kept_is_kept_again_and_is_short() =>
        Prop.ForAll(ArbMap.Default.ArbFor<double>(), measured =>
        {
            FieldValue once = measured;
            FieldValue twice = once.Number;
            var written = Math.Abs(once.Number).ToString("F6", CultureInfo.InvariantCulture).Trim('0');
            return once == twice && (Math.Abs(once.Number) is not (>= 1 and < 1e12) || written.Count(char.IsAsciiDigit) <= 12);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_whole_number_stays_whole()
    {
        FieldValue value = int.MinValue;
        Assert.Equal((int.MinValue, true), (value.Number, value.IsInteger));
    }
}
