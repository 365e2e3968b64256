using Xunit;

namespace Estate.FirmwareSim.Tests;

/// <summary>Names of devices on the command line.</summary>
public sealed class DeviceNameTests
{
    [Fact]
    public void A_name_stands_for_itself_and_a_range_for_all_of_its_names() =>
        Assert.Equal(["switch-1", "ap-09", "ap-10", "ap-11"], ParkingTraffic.Names("switch-1  ap-[09-11]"));

    [Fact]
    public void What_is_neither_is_refused() =>
        Assert.Equal("'a[1' is neither a name nor a range such as a[001-060]",
            Assert.Throws<FormatException>(() => ParkingTraffic.Names("a[1").ToList()).Message);
}
