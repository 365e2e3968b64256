using Estate.Domain.Bins;
using Estate.Domain.Devices;
using Estate.Domain.Points;
using Estate.TestKit;
using NodaTime;
using Xunit;
using static Estate.TestKit.TestEstate;

namespace Estate.Domain.Tests.Points;

/// <summary>What could not be written is not so in memory either: whoever asked may ask again, and gets the same answer.</summary>
public sealed class UndoTests
{
    private readonly TestEstate _estate = new();
    private readonly Transfer _award;

    public UndoTests()
    {
        for (var number = 0; number < 40; number++)
            _estate.Ledger.Apply(new(
                TransferIds.Correction("t", $"{number}", new LocalDate(2026, 3, 1)), AccountId.Adjustment, AccountId.Household("h1"), 10,
                TransferCode.Correction, _estate.Now, "", ""));
        _estate.Say(Station1, "a", _estate.TapOf("card-h1"));
        _award = _estate.Machine.Step(_estate.Event(Station1, "a-waste", new Deposit("a", WasteCategory.Wet, 500)))
            .OfType<Transferred>().Single().Transfer;
    }

    [Fact]
    public void An_undone_correction_can_be_proposed_and_approved_again()
    {
        var id = Twice(new ProposeCorrection("h1", 5, "a test"), "desk").Detail!;
        Assert.Equal("corrected", Twice(new ApproveCorrection(id), "manager").Result);
        Assert.Equal("no_such_proposal", Ask(new ApproveCorrection(id), "manager").Reason);
        Assert.Equal(410, _estate.BalanceOf("h1"));
    }

    [Fact]
    public void An_undone_points_policy_can_be_proposed_withdrawn_and_approved_again()
    {
        var before = _estate.Desk.Programme.Policies.All.Count;
        var tomorrow = new LocalDateTime(2026, 3, 3, 0, 0);
        Assert.Equal("proposed", Twice(new ProposePolicy(new() { PointsPerSession = 7 }, "r", tomorrow), "chair").Result);
        Assert.Equal("approved", Twice(new ApprovePolicy(_estate.Desk.OpenPolicies.Single().Id), "secretary").Result);
        Assert.Equal(before + 1, _estate.Desk.Programme.Policies.All.Count);
        Ask(new ProposePolicy(new() { PointsPerSession = 8 }, "r", tomorrow.PlusDays(1)), "chair");
        Assert.Equal("withdrawn", Twice(new WithdrawPolicy(_estate.Desk.OpenPolicies.Single().Id), "chair").Result);
    }

    [Fact]
    public void An_undone_dispute_can_be_raised_and_answered_again()
    {
        Assert.Equal("disputed", Twice(new DisputeTransfer(_award, "h1", "why"), "h1").Result);
        Assert.Equal("settled", Twice(new SettleDispute(_award.Id, "so"), "desk").Result);
        Assert.Single(_estate.Desk.AnswersTo("h1"));
    }

    [Fact]
    public void An_undone_roll_can_be_reserved_and_handed_out_again()
    {
        var id = Guid.Parse(Twice(new ReserveRoll("h1"), "desk").Detail!);
        Assert.Equal("posted", Twice(new PostRoll(id), "desk").Result);
        Assert.Equal((245, 0L), (_estate.BalanceOf("h1"), _estate.Ledger.Sum));
        Assert.Empty(_estate.Ledger.OpenReservations);
    }

    private Answer Twice(IRequest request, string by)
    {
        var outcomes = _estate.Ask(request, by);
        _estate.Machine.Undo(outcomes, []);
        var first = outcomes.OfType<Replied>().Single().Answer;
        var again = Ask(request, by);
        Assert.Equal((first.Result, first.Reason), (again.Result, again.Reason));
        return again;
    }

    private Answer Ask(IRequest request, string by) => _estate.Ask(request, by).OfType<Replied>().Single().Answer;
}
