using Estate.Domain.Devices;
using Estate.Domain.Network;
using Estate.Web.Network;
using NodaTime;
using Xunit;

namespace Estate.Web.Tests.Network;

/// <summary>A box in one line of the staff's table.</summary>
public sealed class NetworkViewTests
{
    [Fact]
    public void One_that_was_never_heard_has_no_tick()
    {
        var box = new NetworkView(new("network", "ap-1"), Text.Same(""), new NetworkState(), new Presence(), Tone.Good);
        Assert.Equal(("?", "not heard yet"), (box.Sign, box.Reach.En));
        Assert.Equal("✓", (box with { Presence = new Presence { LastSeen = Instant.FromUtc(2026, 3, 2, 8, 0) } }).Sign);
    }
}
