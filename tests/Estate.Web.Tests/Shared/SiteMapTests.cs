using Estate.Domain.Devices;
using Estate.Web.Shared;
using Microsoft.AspNetCore.Builder;
using Xunit;

namespace Estate.Web.Tests.Shared;

/// <summary>What all slices together offer, in one sentence.</summary>
public sealed class SiteMapTests
{
    private static readonly Text One = new("甲", "one"), Two = new("乙", "two"), Three = new("丙", "three");

    [Fact]
    public void Offers_are_joined_as_people_write_them()
    {
        Assert.Equal(default(Text), OffersOf());
        Assert.Equal(One, OffersOf(null, One));
        Assert.Equal(new Text("甲和乙", "one and two"), OffersOf(One, Two));
        Assert.Equal(new Text("甲、乙和丙", "one, two and three"), OffersOf(One, null, Two, Three));
    }

    private static Text OffersOf(params Text?[] all) => new SiteMap([.. all.Select(one => new Offering(one))]).Offers;

    private sealed class Offering(Text? offers) : IWebSlice
    {
        public Text? Offers => offers;

        public void MapTo(WebApplication app)
        {
        }
    }
}
