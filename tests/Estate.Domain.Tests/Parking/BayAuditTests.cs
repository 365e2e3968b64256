using Estate.Domain.Parking;
using Estate.TestKit;
using NodaTime;
using Xunit;
using static Estate.TestKit.TestLot;

namespace Estate.Domain.Tests.Parking;

/// <summary>A guard's walk along the bays: what is counted as right, as wrong, as late and as nothing at all.</summary>
public sealed class BayAuditTests
{
    private static readonly Duration Second = Duration.FromSeconds(1);

    private readonly TestLot _lot = new(10);

    [Fact]
    public void What_was_seen_is_compared_with_what_was_said_at_that_moment()
    {
        _lot.SayAll(number => number <= 5);
        _lot.Hear(Bay(10), new BayReport(null) { Failed = true });
        foreach (var number in Enumerable.Range(1, 10))
            Assert.Equal("ticked", See(number, occupied: number is <= 4 or 7 or 10).Result);
        var all = Tally().All;
        Assert.Equal((7, 1, 1, 1, 10, 9), (all.Right, all.WronglyFree, all.WronglyOccupied, all.NotTold, all.Ticks, all.Told));
        Assert.Equal(7.0 / 9, all.Share);
        Assert.Equal(WilsonInterval.Of(7, 9), all.Interval);
        Assert.Empty(all.Delays);
        Assert.Equal(["A005", "A007"], Tally().Sensors.Take(2).Select(one => one.Bay));
        Assert.Equal("a005", Tally().Sensors[0].Sensor);
        // What the sensors say later does not change what was seen.
        _lot.Pass(Duration.FromMinutes(11));
        _lot.Say(7, true);
        _lot.Pass(Second * 12);
        Assert.Equal((7, 1), (Tally().All.Right, Tally().All.WronglyFree));
    }

    [Fact]
    public void A_bay_is_ticked_once_on_a_walk_and_a_tick_can_be_taken_back()
    {
        _lot.SayAll(_ => true);
        Assert.Equal("no_such_bay", _lot.Ask(new AuditBay(Lot, "Z9", true)).Reason);
        Assert.Equal("not_ticked", _lot.Ask(new UndoAuditedBay(Lot, "A001")).Reason);
        See(1, occupied: false);
        Assert.Equal("ticked_already", See(1, occupied: true).Reason);
        Assert.Equal((0, 1), (Tally().All.Right, Tally().All.WronglyOccupied));
        Assert.Equal("undone", _lot.Ask(new UndoAuditedBay(Lot, "A001")).Result);
        Assert.Equal(0, Tally().All.Ticks);
        Assert.Equal("not_ticked", _lot.Ask(new UndoAuditedBay(Lot, "A001")).Reason);
        Assert.Equal(("ticks", 1), See(1, occupied: true).Numbers[0]);
        Assert.Equal((1, 0), (Tally().All.Right, Tally().All.WronglyOccupied));
    }

    [Fact]
    public void The_delay_is_from_the_tick_until_the_same_is_said()
    {
        _lot.SayAll(_ => false);
        See(1, occupied: true);
        _lot.Pass(Second * 30);
        _lot.Say(1, true);
        _lot.Pass(Second * 12);
        var all = Tally().All;
        Assert.Equal((0, 1), (all.Right, all.WronglyFree));
        // It has to last for ten seconds before it is believed.
        Assert.Equal(40, Assert.Single(all.Delays), 1.5);
        _lot.Say(1, false);
        _lot.Pass(Second * 12);
        _lot.Say(1, true);
        _lot.Pass(Second * 12);
        Assert.Single(Tally().All.Delays);
    }

    [Fact]
    public void A_change_that_was_watched_tells_the_delay_and_not_the_share()
    {
        _lot.SayAll(_ => false);
        Watch(1, occupied: true);
        _lot.Say(1, true);
        _lot.Pass(Second * 12);
        // Said before the guard pressed.
        Watch(1, occupied: true);
        // Never said.
        Watch(2, occupied: true);
        Assert.Equal(0, Tally().All.Missed);
        _lot.Pass(Duration.FromMinutes(11));
        _lot.Say(2, true);
        _lot.Pass(Second * 12);
        var all = Tally().All;
        Assert.Equal((0, 1, 2), (all.Told, all.Missed, all.Delays.Length));
        Assert.Null(all.Share);
        Assert.Null(all.Interval);
        Assert.Equal(0, all.Delays.Min());
        Assert.InRange(all.LongestDelay!.Value, 9, 12);
    }

    [Fact]
    public void A_walk_is_gone_on_with_after_a_restart_and_is_over_after_a_day_or_when_it_is_ended()
    {
        _lot.SayAll(_ => true);
        See(1, occupied: true);
        _lot.Restart(Duration.FromHours(1));
        Assert.Equal("ticked_already", See(1, occupied: true).Reason);
        Assert.Equal("ticked", See(2, occupied: true).Result);
        Assert.Equal("ended", _lot.Ask(new EndBayAudit(Lot)).Result);
        Assert.Equal("no_audit", _lot.Ask(new EndBayAudit(Lot)).Reason);
        See(1, occupied: true);
        _lot.Pass(Duration.FromHours(25), Duration.FromHours(1));
        Assert.Equal("no_audit", _lot.Ask(new EndBayAudit(Lot)).Reason);
        See(1, occupied: true);
        Assert.Equal([3, 2, 1], Tally().Walks.Select(walk => walk.Audit));
    }

    [Fact]
    public void After_a_restart_nobody_knows_how_long_ago_a_tick_was()
    {
        _lot.SayAll(_ => false);
        See(1, occupied: true);
        _lot.Restart(Second * 5);
        _lot.Say(1, true);
        _lot.Pass(Second * 12);
        Assert.Equal((1, 0), (Tally().All.WronglyFree, Tally().All.Delays.Length));
    }

    [Fact]
    public void A_damaged_state_is_made_again_from_the_facts()
    {
        _lot.SayAll(_ => true);
        See(1, occupied: true);
        See(2, occupied: true);
        Watch(3, occupied: false);
        _lot.Ask(new UndoAuditedBay(Lot, "A002"));
        var facts = _lot.Facts<ParkingFact>().Where(fact => fact.Device == Lot).Reverse().ToList();
        var again = new LotKind(Zone, _ => true).Recover(new(), facts);
        Assert.Equal((1, "A001", "A003"), (again.AuditsEver, again.Audit!.Ticks.Keys.Single(), again.Audit.Changes.Keys.Single()));
        _lot.Ask(new EndBayAudit(Lot));
        Assert.Null(new LotKind(Zone, _ => true).Recover(new(), [.. _lot.Facts<ParkingFact>().Where(fact => fact.Device == Lot).Reverse()])
            .Audit);
    }

    [Fact]
    public void A_sensor_that_was_moved_keeps_what_was_seen_of_it()
    {
        _lot.SayAll(_ => true);
        See(1, occupied: true);
        _lot.Ask(new EndBayAudit(Lot));
        _lot.Ask(new MoveSensor(Lot, Bay(1), "A002"));
        _lot.Pass(Second * 12);
        See(1, occupied: true);
        var lines = Tally().Sensors.Select(one => $"{one.Bay} {one.Sensor} {one.Score.Right}").Order(StringComparer.Ordinal);
        Assert.Equal(["A001  0", "A001 a001 1"], lines);
    }

    private Domain.Devices.Answer See(int number, bool occupied) => _lot.Ask(new AuditBay(Lot, $"A{number:000}", occupied), "wang");

    private void Watch(int number, bool occupied) => _lot.Ask(new AuditBay(Lot, $"A{number:000}", occupied, IsChange: true), "wang");

    private AuditTally Tally() => AuditTally.Of(_lot.Facts<ParkingFact>(), _lot.Now);
}
