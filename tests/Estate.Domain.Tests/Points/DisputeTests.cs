using Estate.Domain.Bins;
using Estate.Domain.Devices;
using Estate.Domain.Points;
using Estate.TestKit;
using Xunit;
using static Estate.TestKit.TestEstate;

namespace Estate.Domain.Tests.Points;

/// <summary>A household asks about a movement of its points, once, and reads the desk's answer.</summary>
public sealed class DisputeTests
{
    private readonly TestEstate _estate = new();
    private readonly Transfer _award;

    public DisputeTests()
    {
        _estate.Say(Station1, "a", _estate.TapOf("card-h1"));
        _award = _estate.Machine.Step(_estate.Event(Station1, "a-waste", new Deposit("a", WasteCategory.Wet, 500))).OfType<Transferred>()
            .Single().Transfer;
    }

    [Fact]
    public void A_dispute_is_open_until_the_desk_answers_and_cannot_be_reopened()
    {
        Assert.Equal("disputed", Answer(new DisputeTransfer(_award, "h1", " I came twice ")).Result);
        Assert.Equal(("h1", "I came twice"), _estate.Desk.OpenDisputes.Select(one => (one.Household, one.Words)).Single());
        Assert.Equal("already_disputed", Answer(new DisputeTransfer(_award, "h1", "")).Reason);
        Assert.Equal("needs_words", Answer(new SettleDispute(_award.Id, " ")).Reason);
        Assert.Equal("settled", Answer(new SettleDispute(_award.Id, "One visit is in the records")).Result);
        Assert.Empty(_estate.Desk.OpenDisputes);
        Assert.Equal("already_disputed", Answer(new DisputeTransfer(_award, "h1", "")).Reason);
        Assert.Equal("no_such_dispute", Answer(new SettleDispute(_award.Id, "again")).Reason);
        Assert.Equal(5, _estate.BalanceOf("h1"));
    }

    [Fact]
    public void A_dispute_about_another_household_or_with_a_long_text_is_refused()
    {
        Assert.Equal("not_yours", Answer(new DisputeTransfer(_award, "h2", "")).Reason);
        Assert.Equal("too_long", Answer(new DisputeTransfer(_award, "h1", new string('x', 301))).Reason);
        Assert.Empty(_estate.Desk.OpenDisputes);
    }

    [Fact]
    public void Open_and_answered_disputes_survive_a_restart()
    {
        var other = _award with { Id = TransferIds.Resolution(_award) };
        var facts = new[] { new DisputeTransfer(_award, "h1", ""), new DisputeTransfer(other, "h1", "") }.Cast<IRequest>()
            .Append(new SettleDispute(other.Id, "no"))
            .SelectMany(request => _estate.Ask(request)).OfType<Recorded>().Select(recorded => recorded.Fact).Reverse().ToList();
        var again = new TestEstate();
        again.Desk.Restore(facts);
        Assert.Equal(_award.Id, Assert.Single(again.Desk.OpenDisputes).Transfer);
        Assert.Equal("already_disputed", again.Ask(new DisputeTransfer(other, "h1", "")).OfType<Replied>().Single().Answer.Reason);
    }

    private Answer Answer(IRequest request) => _estate.Ask(request, "zhao").OfType<Replied>().Single().Answer;
}
