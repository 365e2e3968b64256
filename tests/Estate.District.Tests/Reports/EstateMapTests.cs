using Estate.District.Estates;
using Estate.District.Reports;
using Xunit;

namespace Estate.District.Tests.Reports;

/// <summary>Where marks stand on the map.</summary>
public sealed class EstateMapTests
{
    [Fact]
    public void North_is_up_and_a_kilometre_is_as_long_to_the_east_as_to_the_north()
    {
        // At 60 degrees a degree of longitude is half of one of latitude.
        var map = EstateMap.Of([At("a", "s", 60.00, 10.00), At("b", "s", 60.01, 10.00), At("c", "s", 60.00, 10.02)], null)!;
        var (a, b, c) = (Of(map, "a"), Of(map, "b"), Of(map, "c"));
        Assert.Equal((a.X, a.Y), (b.X, c.Y));
        Assert.True(b.Y < a.Y && c.X > a.X);
        Assert.InRange((c.X - a.X) / (a.Y - b.Y), 0.99, 1.01);
        Assert.All(map.Marks, mark => Assert.True(mark.X is >= 60 and <= 940 && mark.Y >= 60 && mark.Y <= map.Height - 60));
    }

    [Fact]
    public void Of_several_streets_each_is_a_mark_with_the_worst_of_its_estates()
    {
        EstateNow[] all =
        [
            At("a", "河东", 31, 121) with { Attention = Attention.None }, At("b", "河东", 31.02, 121) with { Attention = Attention.Alarm },
            At("c", "河西", 31, 121.1) with { Attention = Attention.None }, At("d", "河西", 0, 0) with { At = null },
        ];
        var map = EstateMap.Of(all, null)!;
        Assert.Equal(
            ["河西 None 1", "河东 Alarm 2"], map.Marks.Select(mark => $"{mark.Name.Zh} {mark.Attention} {mark.Estates}"));
        Assert.Equal(1, map.Missing);
        Assert.Equal(["a", "b"], EstateMap.Of(all, "河东")!.Marks.Select(mark => mark.Site).Order());
        Assert.Null(EstateMap.Of(all, "别的"));
    }

    [Fact]
    public void One_place_is_in_the_middle_and_none_is_an_empty_map()
    {
        var one = EstateMap.Of([At("a", "s", 31, 121), At("b", "s", 31, 121)], null)!;
        Assert.All(one.Marks, mark => Assert.Equal((500, one.Height / 2), (mark.X, mark.Y)));
        Assert.Empty(EstateMap.Of([At("a", "s", 0, 0) with { At = null }], null)!.Marks);
        Assert.Empty(EstateMap.Of([], null)!.Marks);
    }

    private static MapMark Of(EstateMap map, string site) => map.Marks.Single(mark => mark.Site == site);

    private static EstateNow At(string site, string street, double north, double east) => new(
        site, new(site, site), new(street, street), null, 0, 0, 0, Attention.None)
    { At = new PlacedAt(east, north, "wgs84") };
}
