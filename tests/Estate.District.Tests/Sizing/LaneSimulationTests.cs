using Estate.District.Sizing;
using Xunit;

namespace Estate.District.Tests.Sizing;

/// <summary>The model's arithmetic: what comes in goes out, and formulas and the simulated queue say the same.</summary>
public sealed class LaneSimulationTests
{
    private const int Many = 400_000;

    [Theory]
    [InlineData(20, 0.01, 0.0002, 100)]
    [InlineData(300, 0.05, 0.001, 100)]
    [InlineData(5, 0.1, 0, 1)]
    public void Nothing_is_lost_or_made_and_littles_law_holds(double arrivals, double transaction, double message, int atOnce)
    {
        var lane = LaneSimulation.Run(new(arrivals, transaction, message, atOnce), 20_000, seed: 29);
        Assert.Equal((20_000, 20_000, 0), (lane.Arrived, lane.Left, lane.Inside));
        // L = λ·W, over the same time: the messages' time inside, counted along the clock and along the messages.
        Assert.Equal(lane.TimeInside, lane.MeanInside * lane.Lasted, tolerance: 1e-6 * lane.TimeInside);
    }

    [Theory]
    [InlineData(0.3)]
    [InlineData(0.6)]
    [InlineData(0.9)]
    public void One_at_a_time_waits_as_long_as_pollaczek_and_khinchine_say(double busy)
    {
        var lane = LaneSimulation.Run(new(busy / 0.01, 0.01, 0, AtOnce: 1), Many, seed: 7);
        var expected = LaneQueue.MeanWait(busy / 0.01, 0.01);
        Assert.InRange(lane.MeanWait / expected, 0.95, 1.05);
    }

    [Fact]
    public void Taking_more_at_once_never_waits_longer_and_bears_more()
    {
        var (one, many) = (new LaneQueue(50, 0.015, 0.001, 1), new LaneQueue(50, 0.015, 0.001, 100));
        Assert.True(many.Capacity > 10 * one.Capacity);
        Assert.True(LaneSimulation.Run(many, Many, 3).MeanWait < LaneSimulation.Run(one, Many, 3).MeanWait);
        Assert.Equal(double.PositiveInfinity, LaneQueue.MeanWait(100, 0.01));
    }

    [Fact]
    public void A_lane_that_is_half_busy_is_done_with_almost_all_within_two_full_transactions()
    {
        var lane = new LaneQueue(400, 0.1, 0.00025, 100);
        Assert.InRange(lane.Utilization, 0.49, 0.51);
        Assert.InRange(LaneSimulation.Run(lane, Many, 11).P99, 0, 2 * lane.FullTransaction);
    }

    /// <summary>A month of one estate comes beside 400 others: its 500 facts a message, four a second, are what others wait for.</summary>
    [Fact]
    public void What_one_estate_catches_up_delays_others_by_less_than_a_second()
    {
        var rows = 500 / DistrictSize.RowsPerS;
        var (quiet, busy) = (new LaneQueue(20, 0.02, 0.00001, 100), new LaneQueue(24, 0.02, rows / 6, 100));
        Assert.InRange(LaneSimulation.Run(busy, Many, 5).P99 - LaneSimulation.Run(quiet, Many, 5).P99, -0.001, 1);
        Assert.InRange(100 * rows, 0, 1);
    }
}
