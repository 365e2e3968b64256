using Estate.Domain.Devices;
using Estate.Domain.Parking;
using Estate.TestKit;
using NodaTime;
using Xunit;
using static Estate.TestKit.TestLot;

namespace Estate.Domain.Tests.Parking;

public sealed class PermitTests
{
    private readonly TestLot _lot = new(4);

    [Fact]
    public void Each_further_car_costs_more_up_to_a_maximum()
    {
        Assert.Equal([150, 300, 600], Enumerable.Range(0, 3).Select(_ => Issue("h1", PermitClass.Resident).Numbers.Single().Value));
        Assert.Equal("too_many_cars", Issue("h1", PermitClass.Resident).Reason);
        Assert.Equal("ended", _lot.Ask(new EndPermit(Lot, "c1")).Result);
        Assert.Equal("no_such_permit", _lot.Ask(new EndPermit(Lot, "c1")).Reason);
        Assert.Equal(600, Issue("h1", PermitClass.Resident).Numbers.Single().Value);
        Assert.Equal(3, _lot.State.CountPermits(_lot.Now)[PermitClass.Resident]);
    }

    [Theory]
    [InlineData("h9", PermitClass.Resident, null, "unknown_household")]
    [InlineData("h1", PermitClass.Rented, null, "days_needed")]
    [InlineData("h1", PermitClass.Visitor, 0, "too_long")]
    [InlineData("h1", PermitClass.Visitor, 8, "too_long")]
    [InlineData("h1", PermitClass.Rented, 367, "too_long")]
    public void An_invalid_request_is_refused_and_changes_nothing(string household, PermitClass kind, int? days, string reason)
    {
        Assert.Equal(reason, Issue(household, kind, days).Reason);
        Assert.Empty(_lot.State.Permits);
    }

    [Fact]
    public void A_visitor_permit_expires_and_does_not_count_as_a_household_car()
    {
        Assert.Equal("issued", Issue("h2", PermitClass.Visitor, 2).Result);
        Assert.Equal(150, Issue("h2", PermitClass.Resident).Numbers.Single().Value);
        Assert.Equal(1, _lot.State.CountPermits(_lot.Now + Duration.FromHours(47))[PermitClass.Visitor]);
        Assert.Equal(0, _lot.State.CountPermits(_lot.Now + Duration.FromHours(48))[PermitClass.Visitor]);
    }

    [Fact]
    public void New_rules_hold_from_their_effective_time_and_not_before()
    {
        Assert.Equal("effective_too_early", Decide(new() { Resolution = "r" }, new(2026, 3, 2, 11, 0)).Reason);
        Assert.Equal("resolution_needed", Decide(new(), new(2026, 4, 1, 0, 0)).Reason);
        Assert.Equal("bad_rules", Decide(new() { Resolution = "r", CarFees = [300, 150] }, new(2026, 4, 1, 0, 0)).Reason);
        Assert.Equal("bad_rules", Decide(new() { Resolution = "r", CarFees = [] }, new(2026, 4, 1, 0, 0)).Reason);
        var decided = Decide(new() { Resolution = "2026-9", CarFees = [100, 500], MaxCars = 2 }, new(2026, 4, 1, 0, 0));
        Assert.Contains("第 2 辆 500 元/月", decided.Text.Zh, StringComparison.Ordinal);
        Assert.Contains("version 1, from 2026-04-01 00:00 (resolution 2026-9)", decided.Text.En, StringComparison.Ordinal);
        Assert.Equal("effective_too_early", Decide(new() { Resolution = "r" }, new(2026, 3, 15, 0, 0)).Reason);
        Assert.Equal(150, Issue("h1", PermitClass.Resident).Numbers.Single().Value);
        _lot.Now += Duration.FromDays(31);
        Assert.Equal(500, Issue("h1", PermitClass.Resident).Numbers.Single().Value);
        Assert.Equal("too_many_cars", Issue("h1", PermitClass.Resident).Reason);
    }

    [Fact]
    public void A_damaged_lot_state_is_rebuilt_from_its_journal()
    {
        _lot.SayAll(_ => false);
        Issue("h1", PermitClass.Resident);
        Issue("h2", PermitClass.Visitor, 3);
        _lot.Ask(new EndPermit(Lot, "c1"));
        Decide(new() { Resolution = "r" }, new(2026, 4, 1, 0, 0));
        _lot.Ask(new CloseBay(Lot, "A001", "tree"));
        _lot.Ask(new MoveSensor(Lot, Bay(2), "A003"));
        IRecoverableKind kind = new LotKind(Zone, _ => true);
        var facts = _lot.Facts<ParkingFact>().Where(fact => kind.RecoversFrom.Contains(fact.GetType())).Reverse().ToList();
        var state = (LotState)kind.Recover(kind.Initial(new(Lot, new Dictionary<string, string>())), facts);
        Assert.Equal(_lot.State.Permits, state.Permits);
        Assert.Equal((2, 1, 1), (state.PermitsEver, state.Policies.Length, state.MapVersion));
        Assert.True(state.Closings.ContainsKey("A001"));
    }

    private Answer Issue(string household, PermitClass kind, int? days = null) => _lot.Ask(new IssuePermit(Lot, household, kind, days));

    private Answer Decide(PermitPolicy policy, LocalDateTime from) => _lot.Ask(new DecideParkingRules(Lot, policy, from), "chair");
}
