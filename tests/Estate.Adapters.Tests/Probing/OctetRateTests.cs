using Estate.Adapters.Probing;
using Xunit;

namespace Estate.Adapters.Tests.Probing;

/// <summary>Counters that begin anew bring no absurd rate.</summary>
public sealed class OctetRateTests
{
    private readonly OctetRate _rate = new();

    [Fact]
    public void It_is_what_came_between_two_probes()
    {
        Assert.Null(Next(1_000_000, 0));
        Assert.Equal(1, Next(8_500_000, 60));
    }

    [Fact]
    public void Thirty_two_bits_begin_anew_and_sixty_four_never_do()
    {
        Next(uint.MaxValue - 999, 0);
        Assert.Equal(1, Next(7_499_000, 60));
        Assert.Null(Next(5, 120, isWide: true));
        Next(10_000_000, 180, isWide: true);
        Assert.Null(Next(1_000, 240, isWide: true));
    }

    [Fact]
    public void A_restart_and_a_probe_without_the_counter_begin_again()
    {
        Next(1_000, 0, uptimeS: 900);
        Assert.Null(Next(10, 60, uptimeS: 20));
        Assert.NotNull(Next(20, 120, uptimeS: 80));
        // Off for most of an hour, and on for longer than when it was seen last.
        Assert.Null(Next(10, 3_600, uptimeS: 300));
        Assert.NotNull(Next(20, 3_660, uptimeS: 357));
        Assert.Null(_rate.Next(null, false, 3_720, null));
        Assert.Null(Next(30, 3_780));
        Assert.Null(Next(40, 3_780));
    }

    [Fact]
    public void What_no_line_carries_is_none()
    {
        Next(0, 0, isWide: true);
        Assert.Null(Next(ulong.MaxValue, 1, isWide: true));
        Next(ulong.MaxValue, 2);
        Assert.Null(Next(ulong.MaxValue - 1, 3));
        Assert.Equal(0, Next(ulong.MaxValue - 1, 4));
    }

    private double? Next(ulong octets, double seconds, bool isWide = false, double? uptimeS = null) =>
        _rate.Next(octets, isWide, seconds, uptimeS);
}
