using Estate.Domain.Devices;
using Estate.Web.Shared;
using Microsoft.AspNetCore.Builder;
using Xunit;

namespace Estate.Web.Tests.Shared;

/// <summary>What all slices together offer, in one sentence.</summary>
public sealed class SiteMapTests
{
    [Fact]
    public void Offers_are_joined_as_people_write_them()
    {
        Assert.Equal(default, new SiteMap([new Offering(null)]).Offers);
        Assert.Equal(new("甲", "one"), new SiteMap([new Offering(new("甲", "one"))]).Offers);
        Assert.Equal(
            new("甲、乙和丙", "one, two and three"),
            new SiteMap([new Offering(new("甲", "one")), new Offering(new("乙", "two")), new Offering(new("丙", "three"))]).Offers);
    }

    private sealed class Offering(Text? offers) : IWebSlice
    {
        public Text? Offers => offers;

        public void MapTo(WebApplication app)
        {
        }
    }
}
