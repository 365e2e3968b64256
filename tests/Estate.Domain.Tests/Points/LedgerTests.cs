using Estate.Domain.Devices;
using Estate.Domain.Points;
using Estate.TestKit;
using NodaTime;
using Xunit;

namespace Estate.Domain.Tests.Points;

public sealed class LedgerTests
{
    private readonly TestEstate _estate = new();

    [Fact]
    public void A_roll_is_reserved_and_handed_out()
    {
        Give("h1", 165);
        var reserved = Ask(new ReserveRoll("h1"));
        Assert.Equal(("reserved", 5), (reserved.Result, _estate.BalanceOf("h1")));
        Assert.Equal("posted", Ask(new PostRoll(Guid.Parse(reserved.Detail!))).Result);
        Assert.Equal(160, _estate.Ledger.BalanceOf(AccountId.Rolls));
        Assert.Equal(0, _estate.Ledger.Sum);
    }

    [Fact]
    public void An_unwritable_transfer_is_undone_once_and_can_be_repeated()
    {
        Give("h1", 165);
        var reserved = _estate.Ask(new ReserveRoll("h1"));
        for (var i = 0; i < 2; i++)
        {
            _estate.Machine.Undo(reserved, []);
            Assert.Equal((165, 0L), (_estate.BalanceOf("h1"), _estate.Ledger.Sum));
            Assert.Empty(_estate.Ledger.OpenReservations);
        }
        Assert.Equal("reserved", Ask(new ReserveRoll("h1")).Result);
        Assert.Equal(5, _estate.BalanceOf("h1"));
    }

    [Fact]
    public void Cancelling_a_jammed_roll_returns_the_points()
    {
        Give("h1", 160);
        var id = Guid.Parse(Ask(new ReserveRoll("h1")).Detail!);
        Assert.Equal("voided", Ask(new VoidRoll(id)).Result);
        Assert.Equal(160, _estate.BalanceOf("h1"));
        Assert.Equal("no_such_reservation", Ask(new PostRoll(id)).Reason);
    }

    [Fact]
    public void A_reservation_is_resolved_once_even_after_it_is_forgotten()
    {
        var reservation = new Transfer(
            TransferIds.Reservation("h1", _estate.Now, "desk"), AccountId.Household("h1"), AccountId.Reserved, 160, TransferCode.Reserve,
            _estate.Now, "h1");
        Assert.Equal(TransferIds.Resolution(reservation), TransferIds.Resolution(reservation));
        Assert.NotEqual(reservation.Id, TransferIds.Resolution(reservation));
    }

    [Fact]
    public void An_unresolved_reservation_is_cancelled_after_a_quarter_of_an_hour()
    {
        Give("h1", 160);
        Ask(new ReserveRoll("h1"));
        _estate.Now += Duration.FromMinutes(16);
        var transfer = Assert.Single(_estate.Machine.Step(new Tick(_estate.Now)).OfType<Transferred>()).Transfer;
        Assert.Equal(TransferCode.Void, transfer.Code);
        Assert.Equal(160, _estate.BalanceOf("h1"));
    }

    [Fact]
    public void A_forward_clock_step_cancels_no_reservation()
    {
        Give("h1", 160);
        Ask(new ReserveRoll("h1"));
        var six = Duration.FromHours(6);
        _estate.Now += six;
        _estate.Machine.Step(new ClockStepped(six, _estate.Now));
        Assert.Empty(_estate.Machine.Step(new Tick(_estate.Now)).OfType<Transferred>());
        _estate.Now += Duration.FromMinutes(16);
        Assert.Single(_estate.Machine.Step(new Tick(_estate.Now)).OfType<Transferred>());
    }

    [Fact]
    public void No_household_balance_goes_below_zero()
    {
        Give("h1", 159);
        var answer = Ask(new ReserveRoll("h1"));
        Assert.Equal(("not_enough_points", "159 points, a roll costs 160"), (answer.Reason, answer.Detail));
        Assert.Equal(159, _estate.BalanceOf("h1"));
    }

    [Fact]
    public void A_correction_needs_a_second_person_and_a_reason()
    {
        Assert.Equal("bad_correction", Ask(new ProposeCorrection("h1", 5, " ")).Reason);
        Assert.Equal("bad_correction", Ask(new ProposeCorrection("h1", int.MinValue, "a mistake")).Reason);
        Assert.Equal("bad_correction", Ask(new ProposeCorrection("", 5, "whose?")).Reason);
        Assert.Equal("bad_household", Ask(new ReserveRoll("")).Reason);
        var proposal = Ask(new ProposeCorrection("h1", 20, "scale was broken on 1 March")).Detail!;
        Assert.Equal("second_person_needed", Ask(new ApproveCorrection(proposal)).Reason);
        Assert.Equal(0, _estate.BalanceOf("h1"));
        var outcomes = _estate.Ask(new ApproveCorrection(proposal), "manager");
        var transfer = Assert.Single(outcomes.OfType<Transferred>()).Transfer;
        Assert.Equal(("scale was broken on 1 March", "desk, approved by manager"), (transfer.Reference, transfer.By));
        Assert.Equal(20, _estate.BalanceOf("h1"));
        Assert.Equal("no_such_proposal", Ask(new ApproveCorrection(proposal), "manager").Reason);
    }

    [Fact]
    public void A_correction_cannot_take_more_than_the_balance()
    {
        var proposal = Ask(new ProposeCorrection("h1", -20, "counted twice")).Detail!;
        Assert.Equal("not_enough_points", Ask(new ApproveCorrection(proposal), "manager").Reason);
    }

    [Fact]
    public void An_open_proposal_survives_a_restart()
    {
        var facts = TestEstate.Facts<Fact>(_estate.Ask(new ProposeCorrection("h1", 20, "scale"))).ToList();
        var restarted = new TestEstate();
        restarted.Desk.Restore(facts);
        var id = facts.OfType<CorrectionProposed>().Single().Proposal;
        Assert.Single(restarted.Ask(new ApproveCorrection(id), "manager").OfType<Transferred>());
    }

    [Fact]
    public void A_transfer_with_the_same_id_is_applied_once()
    {
        var transfer = new Transfer(
            Guid.Parse("00000000-0000-0000-0000-000000000001"), AccountId.Issuance, AccountId.Household("h1"), 5, TransferCode.Award,
            _estate.Now, "s");
        Assert.Equal(LedgerVerdict.Applied, _estate.Ledger.Apply(transfer));
        Assert.Equal(LedgerVerdict.AlreadyApplied, _estate.Ledger.Apply(transfer with { Points = 500 }));
        Assert.Equal(5, _estate.BalanceOf("h1"));
    }

    [Fact]
    public void Transfer_ids_of_one_day_sort_together()
    {
        var date = new LocalDate(2026, 3, 2);
        var id = TransferIds.Award("sorting", "h1", date, "07:00");
        var (first, next) = (TransferIds.FirstOf(date), TransferIds.FirstOf(date.PlusDays(1)));
        Assert.True(
            string.CompareOrdinal(first.ToString("N"), id.ToString("N")) <= 0
            && string.CompareOrdinal(id.ToString("N"), next.ToString("N")) < 0);
        Assert.NotEqual(id, TransferIds.Award("sorting", "h1", date, "18:00"));
        Assert.NotEqual(id, TransferIds.Award("sorting", "h2", date, "07:00"));
        Assert.NotEqual(id, TransferIds.Award("other", "h1", date, "07:00"));
    }

    private Answer Ask(IRequest request, string by = "desk")
    {
        _estate.Now += Duration.FromSeconds(1);
        return _estate.Ask(request, by).OfType<Replied>().Single().Answer;
    }

    private void Give(string household, int points) =>
        _estate.Ledger.Apply(
            new Transfer(
                TransferIds.Correction("test", household, new LocalDate(2026, 1, 1)), AccountId.Adjustment, AccountId.Household(household),
                points, TransferCode.Correction, _estate.Now, "test"));
}
