using Estate.Domain.Bins;
using Estate.Domain.Devices;
using Estate.Domain.Points;
using Estate.TestKit;
using NodaTime;
using Xunit;
using static Estate.TestKit.TestEstate;

namespace Estate.Domain.Tests.Bins;

public sealed class SessionTests
{
    [Fact]
    public void A_tap_opens_the_lid_and_the_deposit_earns_the_points()
    {
        var estate = new TestEstate();
        var outcomes = estate.Machine.Step(estate.Event(Station1, "s1", estate.TapOf("card-h1")));
        var command = Assert.Single(outcomes.OfType<Commanded>()).Command;
        Assert.Equal(("release_lid", "s1-lid"), (command.Action, command.Id));
        Assert.Equal(AwardResult.Welcome, outcomes.OfType<Acknowledged>().Single().Answer.Result);
        Assert.Equal(0, estate.BalanceOf("h1"));

        var answer = estate.Say(Station1, "d1", new Deposit("s1", WasteCategory.Wet, 800));
        Assert.Equal(AwardResult.Awarded, answer.Result);
        Assert.Equal("+5, 1 of 2 today, balance 5", answer.Text.En);
        Assert.Equal("recorded", estate.Say(Station1, "d2", new Deposit("s1", WasteCategory.Residual, 200)).Result);
        Assert.Equal(5, estate.BalanceOf("h1"));
    }

    [Fact]
    public void A_deposit_that_arrives_before_its_tap_waits_for_it()
    {
        var estate = new TestEstate();
        Assert.Equal("recorded", estate.Say(Station1, "d1", new Deposit("s1", WasteCategory.Wet, 800)).Result);
        Assert.Equal(AwardResult.Awarded, estate.Say(Station1, "s1", estate.TapOf("card-h1")).Result);
        Assert.Equal(5, estate.BalanceOf("h1"));
    }

    [Fact]
    public void A_deposit_after_the_session_is_unclaimed()
    {
        var estate = new TestEstate();
        estate.Say(Station1, "s1", estate.TapOf("card-h1"));
        estate.Now += Duration.FromMinutes(11);
        var outcomes = estate.Machine.Step(estate.Event(Station1, "d1", new Deposit("s1", WasteCategory.Wet, 800)));
        Assert.Single(Facts<DepositUnclaimed>(outcomes));
        Assert.Equal(0, estate.BalanceOf("h1"));
    }

    [Fact]
    public void A_deposit_below_the_minimum_earns_nothing_until_more_follows()
    {
        var estate = new TestEstate();
        estate.Say(Station1, "s1", estate.TapOf("card-h1"));
        Assert.Equal(AwardResult.TooLight, estate.Say(Station1, "d1", new Deposit("s1", WasteCategory.Residual, 3)).Result);
        Assert.Equal(AwardResult.Awarded, estate.Say(Station1, "d2", new Deposit("s1", WasteCategory.Wet, 300)).Result);
    }

    [Theory]
    [InlineData("nobody", AwardResult.UnknownCard)]
    [InlineData("card-lost", AwardResult.Blocked)]
    public void An_invalid_card_opens_no_lid(string card, string reason)
    {
        var estate = new TestEstate();
        var outcomes = estate.Machine.Step(estate.Event(Station1, "s1", estate.TapOf(card)));
        Assert.Equal(reason, outcomes.OfType<Acknowledged>().Single().Answer.Result);
        Assert.Empty(outcomes.OfType<Commanded>());
        Assert.Null(
            Facts<Deposited>(estate.Machine.Step(estate.Event(Station1, "d1", new Deposit("s1", WasteCategory.Wet, 300)))).Single()
                .Household);
    }

    [Fact]
    public void A_burning_station_opens_no_lid()
    {
        var estate = new TestEstate();
        Assert.Single(Facts<FireChanged>(estate.Machine.Step(estate.Event(Station1, "f", new FireReport(true)))));
        Assert.Empty(estate.Machine.Step(estate.Event(Station1, "s1", estate.TapOf("card-h1"))).OfType<Commanded>());
        Assert.Equal(Tone.Alarm, estate.Machine.Card(Station1)!.Tone);
    }

    [Fact]
    public void A_tap_received_an_hour_late_opens_no_lid_but_counts()
    {
        var estate = new TestEstate();
        var then = new EventTime(estate.Now, estate.Now + Duration.FromHours(1), ClockTrust.Synced);
        Assert.Empty(estate.Machine.Step(estate.Event(Station1, "s1", estate.TapOf("card-h1"), then)).OfType<Commanded>());
        Assert.Equal(AwardResult.Awarded, estate.Say(Station1, "d1", new Deposit("s1", WasteCategory.Wet, 300), then).Result);
    }

    [Fact]
    public void Sessions_are_bounded_at_the_cost_of_points()
    {
        var estate = new TestEstate();
        for (var i = 0; i < 1500; i++)
        {
            estate.Say(Station1, $"s{i}", estate.TapOf("card-h1"));
            estate.Say(Station1, $"d{i}", new Deposit($"unknown-{i}", WasteCategory.Wet, 100));
        }
        var state = (StationState)estate.Machine.StateOf(Station1)!;
        Assert.Equal((1000, 1000), (state.Sessions.Length, state.UnmatchedDeposits.Length));
    }

    [Fact]
    public void Only_a_few_completed_visits_are_kept()
    {
        var estate = new TestEstate();
        for (var i = 0; i < 500; i++)
            estate.Visit(Station1, $"s{i}", "card-h1");
        Assert.InRange(((StationState)estate.Machine.StateOf(Station1)!).Sessions.Length, 5, 7);
    }

    [Fact]
    public void A_deposit_after_five_hundred_newer_visits_still_counts()
    {
        var estate = new TestEstate();
        estate.Say(Station1, "first", estate.TapOf("card-h2"));
        for (var i = 0; i < 500; i++)
            estate.Visit(Station1, $"s{i}", "card-h1");
        Assert.Equal(AwardResult.Awarded, estate.Say(Station1, "late-waste", new Deposit("first", WasteCategory.Wet, 300)).Result);
    }
}
