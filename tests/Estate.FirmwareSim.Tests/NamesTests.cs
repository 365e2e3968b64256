using Xunit;

namespace Estate.FirmwareSim.Tests;

/// <summary>Which devices of an estate the simulator plays, as its options name them.</summary>
public sealed class NamesTests
{
    [Theory]
    [InlineData("switch-1 ap-[1-3]", "switch-1 ap-1 ap-2 ap-3")]
    [InlineData("a[008-010]  b", "a008 a009 a010 b")]
    [InlineData("", "")]
    public void Names_and_ranges_of_them_stand_beside_each_other(string ranges, string names) =>
        Assert.Equal(names, string.Join(' ', ParkingTraffic.Names(ranges)));

    [Theory]
    [InlineData("a[1-")]
    [InlineData("a[x-3]")]
    [InlineData("A")]
    public void What_is_neither_is_told(string one) => Assert.Equal(
        $"'{one}' is neither a name nor a range such as a[001-060]",
        Assert.Throws<FormatException>(() => ParkingTraffic.Names("b " + one).ToList()).Message);
}
