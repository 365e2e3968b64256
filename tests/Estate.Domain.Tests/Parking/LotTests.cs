using Estate.Domain.Devices;
using Estate.Domain.Parking;
using Estate.TestKit;
using FsCheck;
using FsCheck.Fluent;
using NodaTime;
using Xunit;
using static Estate.TestKit.TestLot;

namespace Estate.Domain.Tests.Parking;

/// <summary>P-P1, P-P5, P-P7, signs, and the reckoning with the counter.</summary>
public sealed class LotTests
{
    private static readonly Duration Second = Duration.FromSeconds(1);

    [Fact]
    public void Every_bay_is_always_counted_once_and_the_zones_add_up_to_the_lot() =>
        Prop.ForAll(Gen.Choose(0, 9).ArrayOf().Resize(80).ToArbitrary(), acts =>
        {
            var (lot, census) = (new TestLot(10), new BayCensus());
            IReadOnlyList<BayView>? before = null;
            for (var i = 0; i < acts.Length; i++)
            {
                var bay = 1 + (i * 7 % 10);
                switch (acts[i])
                {
                    case 0 or 1: lot.Say(bay, acts[i] == 0); break;
                    case 2: lot.Hear(Bay(bay), new BayReport(null) { Failed = true }); break;
                    case 3: lot.Hear(Bay(bay), new BayReport(true) { Interference = true }); break;
                    case 4: lot.Ask(new CloseBay(Lot, $"A{bay:000}", "tree")); break;
                    case 5: lot.Ask(new ReopenBay(Lot, $"A{bay:000}")); break;
                    case 6: lot.Ask(new MoveSensor(Lot, Bay(bay), $"A{11 - bay:000}")); break;
                    case 7: lot.Pass(Duration.FromMinutes(160), Duration.FromMinutes(20)); break;
                    case 8: lot.Restart(Duration.FromMinutes(i)); break;
                    default: lot.Pass(Second * 12); break;
                }
                var zones = LotBays.Count(lot.State.Bays());
                before = census.Bays(lot.State, before);
                Assert.Equal(lot.State.Bays(), before);
                Assert.Equal(zones, census.Count(lot.State));
                var all = ZoneCounts.Sum("", zones);
                Assert.Equal(10, all.Free + all.Occupied + all.Unknown + all.Stale + all.Suspect + all.Fault + all.Closed);
                Assert.Equal(10, zones.Sum(one => one.Total));
                lot.Tick();
                foreach (var sign in new[] { "all", "a" })
                    if (lot.ShownOn(sign) is { } shown and not SignKind.Full and not SignKind.Unsure)
                        Assert.InRange(int.Parse(shown, System.Globalization.CultureInfo.InvariantCulture), 1, 10);
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(60));

    [Fact]
    public void Bays_that_did_not_change_are_the_very_same_and_one_that_came_is_among_them()
    {
        var (lot, census) = (new TestLot(4), new BayCensus());
        lot.SayAll(_ => false);
        var before = census.Bays(lot.State);
        lot.Say(2, true);
        lot.Pass(Second * 30);
        var after = census.Bays(lot.State, before);
        Assert.Equal([true, false, true, true], before.Zip(after, ReferenceEquals));
        Assert.Equal(BayStatus.Occupied, after[1].Status);
        Assert.Equal(after, census.Bays(lot.State, [.. before.Take(3)]));
        Assert.Equal(after, census.Bays(lot.State, [.. before.Take(3), before[3] with { Bay = "A009" }]));
    }

    [Fact]
    public void A_closed_bay_is_neither_free_nor_occupied_until_reopened_also_across_a_restart()
    {
        var lot = new TestLot(4);
        lot.SayAll(_ => false);
        Assert.Equal("reason_needed", lot.Ask(new CloseBay(Lot, "A001", "")).Reason);
        Assert.Equal("no_such_bay", lot.Ask(new CloseBay(Lot, "Z9", "tree")).Reason);
        Assert.Equal("closed", lot.Ask(new CloseBay(Lot, "A001", "tree")).Result);
        Assert.Equal("closed_already", lot.Ask(new CloseBay(Lot, "A001", "tree")).Reason);
        Assert.Equal((3, 1), (lot.All.Free, lot.All.Closed));
        lot.Restart(Duration.FromMinutes(1));
        Assert.Equal((3, 1), (lot.All.Free, lot.All.Closed));
        Assert.Equal("reopened", lot.Ask(new ReopenBay(Lot, "A001")).Result);
        Assert.Equal("not_closed", lot.Ask(new ReopenBay(Lot, "A001")).Reason);
        Assert.Equal(4, lot.All.Free);
    }

    [Fact]
    public void Two_sensors_on_one_bay_agree_or_the_bay_is_unknown()
    {
        var second = new DeviceSettings(
            new("parking", "extra"), new Dictionary<string, string> { ["bay"] = "A001", ["zone"] = "A", ["lot"] = "main" });
        var lot = new TestLot(4, null, second);
        lot.SayAll(_ => true);
        Assert.Equal(4, lot.All.Total);
        lot.Hear(second.Device, new BayReport(true), seq: 1000);
        Assert.Equal(BayStatus.Occupied, lot.StatusOf(1));
        lot.Say(1, false, seq: 1001);
        lot.Pass(Second * 12);
        Assert.Equal(BayStatus.Unknown, lot.StatusOf(1));
        lot.Hear(second.Device, new BayReport(null) { Failed = true }, seq: 1002);
        Assert.Equal(BayStatus.Free, lot.StatusOf(1));
    }

    [Fact]
    public void A_moved_sensor_reports_its_new_bay_and_its_old_report_is_dropped()
    {
        var lot = new TestLot(4);
        lot.SayAll(number => number == 1);
        Assert.Equal("no_such_sensor", lot.Ask(new MoveSensor(Lot, new("parking", "x"), "A002")).Reason);
        Assert.Equal(1, lot.Ask(new MoveSensor(Lot, Bay(1), "A002")).Numbers.Single().Value);
        // A002 has two now: its own, and the one that has not spoken yet. A001 has none.
        Assert.Equal((BayStatus.Unknown, BayStatus.Free), (lot.StatusOf(1), lot.StatusOf(2)));
        lot.Beat(1, false);
        lot.Pass(Second);
        Assert.Equal(BayStatus.Free, lot.StatusOf(2));
        lot.Restart(Duration.FromMinutes(1));
        Assert.Equal((BayStatus.Unknown, 1), (lot.StatusOf(1), lot.State.MapVersion));
    }

    [Fact]
    public void A_bay_removed_from_the_inventory_disappears_from_every_count()
    {
        var lot = new TestLot(6);
        lot.SayAll(number => number == 2);
        lot.Ask(new CloseBay(Lot, "A005", "tree"));
        lot.Ask(new MoveSensor(Lot, Bay(1), "A006"));
        lot.Restart(Duration.FromMinutes(1), Bay(5), Bay(6));
        // The first sensor hangs where no bay is any more, so nobody knows of its old one.
        Assert.Equal((4, 2, 1, 1, 0), (lot.All.Total, lot.All.Free, lot.All.Occupied, lot.All.Unknown, lot.All.Closed));
        Assert.Equal(4, LotBays.Count(lot.State.Bays()).Sum(zone => zone.Total));
        Assert.Equal("no_such_bay", lot.Ask(new CloseBay(Lot, "A005", "tree")).Reason);
        Assert.Contains(lot.Step(new DeviceTelemetry(Bay(6), EventTime.Now(lot.Now), new BayReport(true))).OfType<Refused>(), refused =>
            refused.Rejection.Reason == RejectReason.NotInInventory);
        lot.Pass(Second * 30);
        Assert.Equal(SignKind.Unsure, lot.ShownOn("all"));
        lot.Ask(new MoveSensor(Lot, Bay(1), "A001"));
        lot.Beat(1, false);
        lot.Pass(Second * 30);
        Assert.Equal("3", lot.ShownOn("all"));
    }

    [Fact]
    public void The_sign_shows_the_number_full_or_unsure_without_flickering()
    {
        var lot = new TestLot(20, values => values["heartbeat_min"] = "60");
        Assert.Equal(SignKind.Unsure, lot.ShownOn("all"));
        lot.SayAll(number => number > 3);
        Assert.Equal("3", lot.ShownOn("all"));
        Set(1, true);
        Set(2, true);
        Set(3, true);
        Assert.Equal(SignKind.Full, lot.ShownOn("all"));
        // One that leaves is not enough.
        Set(1, false);
        Assert.Equal(SignKind.Full, lot.ShownOn("all"));
        Set(2, false);
        Assert.Equal("2", lot.ShownOn("all"));
        // Two of twenty in doubt are borne, three are not, and then it takes one to be clearly better.
        lot.Hear(Bay(5), new BayReport(null) { Failed = true });
        lot.Hear(Bay(6), new BayReport(null) { Failed = true });
        lot.Pass(Second * 10);
        Assert.Equal("2", lot.ShownOn("all"));
        lot.Hear(Bay(7), new BayReport(null) { Failed = true });
        lot.Pass(Second * 10);
        Assert.Equal(SignKind.Unsure, lot.ShownOn("all"));
        lot.Hear(Bay(7), new BayReport(true));
        lot.Pass(Second * 10);
        Assert.Equal(SignKind.Unsure, lot.ShownOn("all"));
        lot.Hear(Bay(6), new BayReport(true));
        lot.Pass(Second * 10);
        Assert.Equal("2", lot.ShownOn("all"));

        void Set(int number, bool occupied)
        {
            lot.Say(number, occupied);
            lot.Pass(Second * 20);
        }
    }

    [Fact]
    public void A_sign_that_was_unsure_is_full_only_where_it_is()
    {
        var lot = new TestLot(4);
        foreach (var number in new[] { 2, 3, 4 })
            lot.Say(number, true);
        lot.Pass(Second * 20);
        Assert.Equal(SignKind.Unsure, lot.ShownOn("all"));
        lot.Say(1, false);
        lot.Pass(Second * 20);
        Assert.Equal("1", lot.ShownOn("all"));
    }

    [Fact]
    public void A_sign_changes_at_most_once_per_hold_time_and_is_refreshed_continuously()
    {
        var lot = new TestLot(20, values => values["confirm_s"] = "0");
        lot.SayAll(_ => false);
        lot.Outcomes.Clear();
        for (var number = 1; number <= 10; number++)
        {
            lot.Say(number, true);
            lot.Pass(Second);
        }
        lot.Pass(Second * 10);
        Assert.InRange(Orders(lot).Count, 2, 4);
        Assert.Equal("10", lot.ShownOn("all"));
        lot.Outcomes.Clear();
        lot.Pass(Duration.FromMinutes(2));
        Assert.InRange(Orders(lot).Count, 5, 7);
        Assert.All(Orders(lot), order => Assert.Equal([("text", "10"), ("arrow", "none"), ("blank_after_s", "60")], order.Arguments));
    }

    [Fact]
    public void The_counter_is_rebased_on_the_sensors_in_the_quietest_hour_and_never_vice_versa()
    {
        var lot = new TestLot(20);
        lot.SayAll(number => number > 8);
        // Somebody passes in every hour but at four in the morning; the counter misses three cars.
        for (var hour = 0; hour < 48; hour++)
        {
            lot.Pass(Duration.FromHours(1), Duration.FromMinutes(5));
            for (var number = 1; number <= 20; number++)
                lot.Beat(number, number > 8);
            if (lot.Now.InZone(Zone).Hour is not 4 and var now)
                lot.Hear(Counter, new Passage(now % 2 == 0 ? PassageDirection.In : PassageDirection.Out, 2), seq: 10_000 + hour);
        }
        // The first night by what is usual anywhere, the second by what was learned here.
        Assert.Equal([3, 4], lot.Facts<CounterRebased>().Select(fact => fact.Time.At.InZone(Zone).Hour));
        Assert.All(lot.Facts<CounterRebased>(), fact => Assert.Equal(12, fact.Inside));
        Assert.NotEqual(0, lot.Facts<CounterRebased>().Last().Residual);
        Assert.Equal((8, 12), (lot.All.Free, lot.All.Occupied));
        Assert.Equal(12 - lot.State.Inside, LotResidual(lot));
    }

    [Fact]
    public void The_counter_is_not_rebased_on_doubtful_sensors()
    {
        var lot = new TestLot(20);
        lot.Hear(Counter, new Passage(PassageDirection.In));
        lot.Pass(Duration.FromHours(24), Duration.FromMinutes(5));
        Assert.Empty(lot.Facts<CounterRebased>());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-3)]
    [InlineData(51)]
    public void An_impossible_count_is_refused(int cars) => Assert.NotNull(((IReading)new Passage(PassageDirection.In, cars)).Fault);

    [Fact]
    public void A_stuck_bay_among_moving_neighbours_is_suspect()
    {
        var lot = new TestLot(10);
        lot.SayAll(_ => false);
        for (var hour = 1; hour <= 50; hour++)
        {
            lot.Pass(Duration.FromHours(1), Duration.FromMinutes(5));
            for (var number = 1; number <= 10; number++)
                lot.Beat(number, number is 1 or 3 && hour % 6 < 3);
        }
        lot.Pass(Duration.FromMinutes(20), Duration.FromMinutes(1));
        Assert.Equal(BayStatus.Suspect, lot.StatusOf(2));
        // Nobody moves beside number 5: it may well be empty.
        Assert.Equal(BayStatus.Free, lot.StatusOf(5));
        lot.Beat(2, true);
        lot.Pass(Duration.FromMinutes(16), Duration.FromSeconds(10));
        Assert.Equal(BayStatus.Occupied, lot.StatusOf(2));
    }

    [Fact]
    public void Each_quarter_hour_is_recorded_once()
    {
        var lot = new TestLot(4);
        lot.SayAll(_ => false);
        lot.Pass(Duration.FromHours(2), Second * 10);
        Assert.InRange(lot.Facts<LotCounted>().Count(), 8, 9);
        lot.Restart(Second * 10);
        Assert.InRange(lot.Facts<LotCounted>().Count(), 8, 9);
    }

    private static List<Command> Orders(TestLot lot) =>
        [.. lot.Outcomes.OfType<Commanded>().Select(one => one.Command).Where(command => command.Device.Name == "all")];

    private static int? LotResidual(TestLot lot) => lot.All.Occupied - lot.State.Inside;
}
