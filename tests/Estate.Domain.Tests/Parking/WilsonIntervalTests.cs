using Estate.Domain.Parking;
using Xunit;

namespace Estate.Domain.Tests.Parking;

/// <summary>Against the values of Newcombe, Statistics in Medicine 17 (1998), table I, method 3.</summary>
public sealed class WilsonIntervalTests
{
    [Theory]
    [InlineData(81, 263, 0.2553, 0.3662)]
    [InlineData(15, 148, 0.0624, 0.1605)]
    [InlineData(0, 20, 0.0000, 0.1611)]
    [InlineData(1, 29, 0.0061, 0.1718)]
    public void The_interval_is_that_of_the_tables(int hits, int trials, double low, double high)
    {
        var interval = WilsonInterval.Of(hits, trials)!.Value;
        Assert.Equal((low, high), (Math.Round(interval.Low, 4), Math.Round(interval.High, 4)));
        var other = WilsonInterval.Of(trials - hits, trials)!.Value;
        Assert.Equal((Math.Round(1 - high, 4), Math.Round(1 - low, 4)), (Math.Round(other.Low, 4), Math.Round(other.High, 4)));
    }

    [Fact]
    public void It_holds_the_share_stays_between_nought_and_one_and_narrows_with_more_trials()
    {
        for (var trials = 1; trials <= 400; trials++)
            for (var hits = 0; hits <= trials; hits += 1 + (trials / 20))
            {
                var (interval, share) = (WilsonInterval.Of(hits, trials)!.Value, (double)hits / trials);
                Assert.InRange(share, interval.Low, interval.High);
                Assert.InRange(interval.Low, 0, 1);
                Assert.InRange(interval.High, 0, 1);
                var more = WilsonInterval.Of(hits * 4, trials * 4)!.Value;
                Assert.True(more.High - more.Low < interval.High - interval.Low);
            }
    }

    [Fact]
    public void Without_trials_nothing_is_known_and_impossible_counts_are_refused()
    {
        Assert.Null(WilsonInterval.Of(0, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => WilsonInterval.Of(-1, 5));
        Assert.Throws<ArgumentOutOfRangeException>(() => WilsonInterval.Of(6, 5));
    }
}
