using Estate.Domain.Bins;
using Estate.Domain.Devices;
using Estate.Domain.Points;
using Estate.TestKit;
using NodaTime;
using Xunit;
using static Estate.TestKit.TestEstate;

namespace Estate.Domain.Tests.Points;

public sealed class AwardTests
{
    private readonly TestEstate _estate = new();

    [Fact]
    public void Two_sessions_a_day_earn_ten_points_and_a_third_earns_none()
    {
        Assert.Equal(AwardResult.Awarded, _estate.Visit(Station1, "a", "card-h1").Result);
        _estate.Now = Local(2026, 3, 2, 18, 30);
        Assert.Equal("+5, 2 of 2 today, balance 10", _estate.Visit(Station2, "b", "card-h1").Text.En);
        Assert.Equal(AwardResult.AlreadyAwarded, _estate.Visit(Station1, "c", "card-h1").Result);
        Assert.Equal(10, _estate.BalanceOf("h1"));
    }

    [Fact]
    public void An_award_says_how_many_came_before_it_that_day_so_that_households_can_be_counted_without_names()
    {
        var marks = new[] { (2, 8, "card-h1"), (2, 18, "card-h1-second"), (2, 18, "card-h2"), (3, 8, "card-h1") }.Select((visit, i) =>
        {
            _estate.Now = Local(2026, 3, visit.Item1, visit.Item2, 30);
            _estate.Say(Station1, $"s{i}", _estate.TapOf(visit.Item3));
            return Facts<AwardDecided>(
                _estate.Machine.Step(_estate.Event(Station1, $"d{i}", new Deposit($"s{i}", WasteCategory.Wet, 500)))).Single().Today;
        });
        Assert.Equal([0, 1, 0, 0], marks);
    }

    [Fact]
    public void Two_stations_at_once_and_two_cards_of_one_household_award_once()
    {
        Assert.Equal(AwardResult.Awarded, _estate.Visit(Station1, "a", "card-h1").Result);
        Assert.Equal(AwardResult.AlreadyAwarded, _estate.Visit(Station2, "b", "card-h1-second").Result);
        Assert.Equal(5, _estate.BalanceOf("h1"));
    }

    [Theory]
    [InlineData(6, 59, 59, AwardResult.OutsideWindow)]
    [InlineData(7, 0, 0, AwardResult.Awarded)]
    [InlineData(8, 59, 59, AwardResult.Awarded)]
    [InlineData(9, 0, 0, AwardResult.OutsideWindow)]
    [InlineData(23, 59, 59, AwardResult.OutsideWindow)]
    public void A_window_includes_its_start_and_excludes_its_end(int hour, int minute, int second, string result)
    {
        _estate.Now = Local(2026, 3, 2, hour, minute, second);
        Assert.Equal(result, _estate.Visit(Station1, "a", "card-h1").Result);
    }

    [Fact]
    public void With_three_windows_a_day_still_has_two_sessions()
    {
        var estate = new TestEstate(Policies(new AwardPolicy { Windows = [Window(6, 8), Window(11, 13), Window(18, 20)] }));
        var results = new[] { 7, 12, 19 }.Select(hour =>
        {
            estate.Now = Local(2026, 3, 2, hour, 0);
            return estate.Visit(Station1, $"s{hour}", "card-h1").Result;
        }).ToList();
        Assert.Equal([AwardResult.Awarded, AwardResult.Awarded, AwardResult.DailyLimit], results);
    }

    [Fact]
    public void The_policy_in_force_at_the_tap_decides_whenever_it_is_received()
    {
        var change = Local(2026, 3, 3, 0, 0);
        var estate = new TestEstate(
            Policies(
                new AwardPolicy(),
                new AwardPolicy { Version = 2, EffectiveFrom = change, PointsPerSession = 7, Windows = [Window(10, 12)] }));
        var heard = Local(2026, 3, 4, 12, 0);
        EventTime At(int day, int hour) => new(Local(2026, 3, day, hour, 30), heard, ClockTrust.Synced);

        estate.Say(Station1, "old", estate.TapOf("card-h1"), At(2, 8));
        Assert.Equal(AwardResult.Awarded, estate.Say(Station1, "old-d", new Deposit("old", WasteCategory.Wet, 500), At(2, 8)).Result);
        Assert.Equal(5, estate.BalanceOf("h1"));
        Assert.Equal(AwardResult.OutsideWindow, estate.Say(Station1, "new", estate.TapOf("card-h1"), At(3, 8)).Result);
        estate.Say(Station1, "newer", estate.TapOf("card-h1"), At(3, 11));
        estate.Say(Station1, "newer-d", new Deposit("newer", WasteCategory.Wet, 500), At(3, 11));
        Assert.Equal(12, estate.BalanceOf("h1"));
    }

    [Theory]
    [InlineData(23, 59, 1)]
    [InlineData(0, 0, 2)]
    public void The_daily_limit_starts_over_at_midnight(int hour, int minute, int awards)
    {
        var estate = new TestEstate(Policies(new AwardPolicy { Windows = [new(new LocalTime(0, 0), LocalTime.Midnight)] }));
        estate.Now = Local(2026, 3, 2, 23, 58);
        estate.Visit(Station1, "a", "card-h1");
        estate.Now = Local(2026, 3, hour == 0 ? 3 : 2, hour, minute);
        estate.Visit(Station1, "b", "card-h1");
        Assert.Equal(5 * awards, estate.BalanceOf("h1"));
    }

    [Fact]
    public void A_tap_of_unknown_time_goes_to_review()
    {
        var unplaced = new EventTime(_estate.Now, _estate.Now, ClockTrust.Unknown, IsTimeKnown: false);
        Assert.Equal(AwardResult.Welcome, _estate.Say(Station1, "a", _estate.TapOf("card-h1"), unplaced).Result);
        Assert.Equal(AwardResult.PendingReview, _estate.Say(Station1, "d", new Deposit("a", WasteCategory.Wet, 500), unplaced).Result);
        Assert.Equal(0, _estate.BalanceOf("h1"));
    }

    [Fact]
    public void A_tap_received_after_five_weeks_goes_to_review()
    {
        var late = new EventTime(_estate.Now, _estate.Now + Duration.FromDays(36), ClockTrust.Synced);
        _estate.Say(Station1, "a", _estate.TapOf("card-h1"), late);
        Assert.Equal(AwardResult.PendingReview, _estate.Say(Station1, "d", new Deposit("a", WasteCategory.Wet, 500), late).Result);
    }

    [Fact]
    public void A_station_without_a_scale_awards_the_tap()
    {
        var estate = new TestEstate(Policies(new AwardPolicy { Evidence = Evidence.Tap }));
        Assert.Equal(AwardResult.Awarded, estate.Say(Station1, "a", estate.TapOf("card-h1")).Result);
        Assert.Equal(AwardResult.AlreadyAwarded, estate.Say(Station1, "b", estate.TapOf("card-h1")).Result);
    }

    [Fact]
    public void The_repeated_hour_at_the_end_of_summer_time_is_one_window()
    {
        var berlin = DateTimeZoneProviders.Tzdb["Europe/Berlin"];
        var estate = new TestEstate(Policies(new AwardPolicy { Windows = [Window(2, 3)] }), berlin);
        foreach (var utc in new[] { Instant.FromUtc(2026, 10, 25, 0, 30), Instant.FromUtc(2026, 10, 25, 1, 30) })
        {
            estate.Now = utc;
            estate.Visit(Station1, $"s{utc.ToUnixTimeSeconds()}", "card-h1");
        }
        Assert.Equal(5, estate.BalanceOf("h1"));
    }

    private static PolicyHistory Policies(params AwardPolicy[] versions) => new(versions);

    private static DisposalWindow Window(int from, int until) => new(new LocalTime(from, 0), new LocalTime(until, 0));
}
