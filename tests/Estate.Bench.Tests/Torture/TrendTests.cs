using Estate.Bench.Torture;
using Xunit;

namespace Estate.Bench.Tests.Torture;

public sealed class TrendTests
{
    [Fact]
    public void Noise_is_flat()
    {
        var random = new Random(3);
        Assert.True(Trend.Of([.. Samples(_ => random.NextDouble())]).IsFlat);
    }

    [Fact]
    public void A_leak_under_noise_is_seen()
    {
        var random = new Random(3);
        var trend = Trend.Of([.. Samples(hours => (10 * hours) + random.NextDouble())]);
        Assert.False(trend.IsFlat);
        Assert.InRange(trend.Slope, 9, 11);
    }

    [Fact]
    public void The_interval_is_that_of_a_regression()
    {
        // Residuals of 1 and -1 in turn: no likeness, s = sqrt(10 / 8), spread 82.5; Student's quantile for 8 is 2.306.
        var trend = Trend.Of([.. Enumerable.Range(0, 10).Select(i => ((double)i, (i % 2) * 2.0))]);
        Assert.InRange(trend.HalfWidth, 2.25 * Math.Sqrt(9.7 / 8 / 82.5), 2.35 * Math.Sqrt(10.0 / 8 / 82.5));
    }

    [Fact]
    public void Correlated_samples_widen_the_interval()
    {
        var alone = Trend.Of([.. Samples(hours => Math.Floor(hours * 240) % 2)]);
        var alike = Trend.Of([.. Samples(hours => Math.Floor(hours * 240 / 10) % 2)]);
        Assert.True(alike.HalfWidth > 2 * alone.HalfWidth);
    }

    [Fact]
    public void A_straight_line_has_no_uncertainty() => Assert.Equal(0, Trend.Of([.. Samples(hours => 3 * hours)]).HalfWidth, 6);

    [Fact]
    public void Few_samples_say_nothing() => Assert.Throws<ArgumentException>(() => Trend.Of([(1, 1), (2, 2)]));

    private static IEnumerable<(double, double)> Samples(Func<double, double> of) =>
        Enumerable.Range(0, 120).Select(i => (i / 240.0, of((i + 0.5) / 240.0)));
}
