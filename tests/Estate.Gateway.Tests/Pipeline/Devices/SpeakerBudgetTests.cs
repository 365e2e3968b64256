using Estate.Gateway.Pipeline.Devices;
using NodaTime;
using Xunit;

namespace Estate.Gateway.Tests.Pipeline.Devices;

/// <summary>What one device may cost the others, by a clock in the test's hands.</summary>
public sealed class SpeakerBudgetTests
{
    private const int Hour = 3600;

    private readonly SpeakerBudget _budget = new();
    private Duration _now;

    [Fact]
    public void A_flood_is_served_briefly_then_counted_and_served_again_soon_afterwards()
    {
        Assert.InRange(Served(perSecond: 20_000, seconds: 60), SpeakerBudget.BurstTurns, 2 * SpeakerBudget.BurstTurns);
        Assert.True(_budget.Misbehaves(_now));
        _now += Duration.FromSeconds(6);
        Assert.True(TrySpendTurn());
    }

    [Fact]
    public void A_persistent_flood_is_never_served()
    {
        Served(perSecond: 20_000, seconds: 1);
        Assert.Equal(0, Served(perSecond: 2_000, seconds: 60));
    }

    [Fact]
    public void A_device_that_waits_for_answers_and_a_night_of_backlog_are_served()
    {
        Assert.Equal(200, Served(perSecond: 100_000, seconds: 0.002));
        Assert.Equal(60 * 700, Served(perSecond: 700, seconds: 60));
        _now += Duration.FromSeconds(1);
        Assert.Equal(SpeakerBudget.BurstTurns, Served(perSecond: 1e6, seconds: SpeakerBudget.BurstTurns / 1e6));
        Assert.False(_budget.Misbehaves(_now));
    }

    [Fact]
    public void A_small_excess_rate_exhausts_the_budget_after_days()
    {
        var served = Served(perSecond: 200, seconds: Hour);
        Assert.InRange(served, SpeakerBudget.MaxSavedTurns, 1.5 * SpeakerBudget.MaxSavedTurns);
        Assert.True(_budget.Misbehaves(_now));
        Assert.Equal(Hour * 40, new SpeakerBudgetTests().Served(perSecond: 40, seconds: Hour));
    }

    [Fact]
    public void Large_messages_cost_more_turns()
    {
        var served = 0;
        while (_budget.TrySpendTurn(_now, bytes: 64 * 1024))
            served++;
        Assert.InRange(served, 5, 10);
    }

    [Fact]
    public void Ten_errors_a_second_for_an_hour_store_twenty()
    {
        Assert.InRange(Written(perSecond: 10, seconds: Hour), SpeakerBudget.MaxErrors, SpeakerBudget.MaxErrors + 1);
        Assert.True(_budget.Misbehaves(_now));
        Assert.InRange(_budget.Counted, (10 * Hour) - 100, 10 * Hour);
        // It is listened to all the same: what it says right is taken.
        Assert.True(TrySpendTurn());
    }

    [Fact]
    public void Occasional_errors_are_all_stored() => Assert.Equal(24, Written(perSecond: 1.0 / Hour, seconds: 24 * Hour));

    [Theory]
    [InlineData(1.0 / 30)]
    [InlineData(1.0 / 60)]
    [InlineData(1)]
    [InlineData(1000)]
    public void At_most_a_hundred_errors_an_hour_are_stored(double perSecond) =>
        Assert.InRange(Written(perSecond, Hour), SpeakerBudget.MaxErrors, SpeakerBudget.MaxErrors + SpeakerBudget.ErrorsPerHour + 1);

    [Fact]
    public void A_device_behaves_again_after_ten_minutes_within_its_budget()
    {
        Written(perSecond: 10, seconds: 60);
        _now += SpeakerBudget.Quiet - Duration.FromSeconds(1);
        Assert.True(_budget.Misbehaves(_now));
        _now += Duration.FromSeconds(2);
        Assert.False(_budget.Misbehaves(_now));
        Assert.True(_budget.TrySpendError(_now));
    }

    [Fact]
    public void A_restart_grants_no_new_budget()
    {
        _budget.Resume(_now);
        Assert.True(_budget.Misbehaves(_now));
        Assert.Equal(0, Written(perSecond: 10, seconds: Hour));
    }

    [Fact]
    public void A_muted_device_is_sampled_once_a_minute_or_each_second_until_it_sends()
    {
        var looks = new List<int>();
        for (var half = 0; half < 360; half++, _now += Duration.FromSeconds(0.5))
        {
            if (!_budget.TrySample(_now))
                continue;
            looks.Add(half / 2);
            if (looks.Count >= 3)
                _budget.MarkSampled(_now);
        }
        Assert.Equal([0, 1, 2, 62, 122], looks);
    }

    private bool TrySpendTurn() => _budget.TrySpendTurn(_now, bytes: 200);

    private int Served(double perSecond, double seconds) => Count(perSecond, seconds, TrySpendTurn);

    private int Written(double perSecond, double seconds) => Count(perSecond, seconds, () => _budget.TrySpendError(_now));

    private int Count(double perSecond, double seconds, Func<bool> take)
    {
        var (count, started) = (0, _now);
        for (var said = 1L; said <= Math.Round(perSecond * seconds); said++)
        {
            _now = started + Duration.FromSeconds(said / perSecond);
            count += take() ? 1 : 0;
        }
        return count;
    }
}
