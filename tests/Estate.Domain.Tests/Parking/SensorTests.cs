using Estate.Domain.Devices;
using Estate.Domain.Parking;
using Estate.TestKit;
using FsCheck;
using FsCheck.Fluent;
using NodaTime;
using Xunit;
using static Estate.TestKit.TestLot;

namespace Estate.Domain.Tests.Parking;

/// <summary>P-P2, P-P3, P-P4 and P-P6: what one sensor's words are worth.</summary>
public sealed class SensorTests
{
    private static readonly Duration Second = Duration.FromSeconds(1);

    private readonly TestLot _lot = new(4);

    [Fact]
    public void The_first_report_counts_immediately_and_a_change_after_the_confirmation_time()
    {
        Assert.Equal(BayStatus.Unknown, _lot.StatusOf(1));
        _lot.Say(1, false);
        Assert.Equal(BayStatus.Free, _lot.StatusOf(1));
        _lot.Pass(Second * 5);
        var arrived = _lot.Now;
        _lot.Say(1, true);
        _lot.Pass(Second * 9);
        Assert.Equal(BayStatus.Free, _lot.StatusOf(1));
        _lot.Pass(Second);
        Assert.Equal(BayStatus.Occupied, _lot.StatusOf(1));
        Assert.Equal(arrived, _lot.Facts<BaySensed>().Last().Since);
    }

    [Fact]
    public void Noise_shorter_than_the_confirmation_time_changes_nothing() =>
        Prop.ForAll(Gen.Choose(1, 9).ArrayOf().Resize(40).ToArbitrary(), pauses =>
        {
            var lot = new TestLot(2);
            lot.Say(1, false);
            var before = lot.Facts<BaySensed>().Count();
            for (var i = 0; i < pauses.Length; i++)
            {
                lot.Say(1, i % 2 == 0);
                lot.Pass(Second * pauses[i]);
            }
            lot.Say(1, false);
            lot.Pass(Second * 30);
            // Nor is a real change more than one.
            var noise = lot.Facts<BaySensed>().Count(fact => fact.Status == BayStatus.Occupied);
            lot.Pass(Second * 60);
            lot.Say(1, true);
            lot.Pass(Second * 30);
            return noise == 0 && lot.Facts<BaySensed>().Count(fact => fact.Status == BayStatus.Occupied) == 1 && before == 1;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(100));

    [Fact]
    public void Reports_in_any_order_lead_to_the_newest_state() =>
        Prop.ForAll(Gen.Shuffle(Enumerable.Range(0, 12).ToArray()).ToArbitrary(), order =>
        {
            var lot = new TestLot(2);
            var start = lot.Now;
            lot.Pass(Duration.FromMinutes(5), Second * 30);
            foreach (var index in order)
            {
                var ago = lot.Now - (start + (Second * 20 * index));
                var time = EventTime.Resolve(lot.Now - ago, ClockTrust.Synced, ago, lot.Now);
                // Every third is a heartbeat, which carries no number.
                if (index % 3 == 2)
                    lot.Beat(1, index % 2 == 0, time);
                else
                    lot.Say(1, index % 2 == 0, time, seq: index);
            }
            lot.Pass(Second * 15);
            return lot.SensorOf(1).Believed == (11 % 2 == 0);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(200));

    [Fact]
    public void A_heartbeat_corrects_a_lost_change()
    {
        _lot.Say(1, false);
        _lot.Pass(Duration.FromMinutes(20), Second * 10);
        _lot.Beat(1, true);
        _lot.Pass(Second * 11);
        Assert.Equal(BayStatus.Occupied, _lot.StatusOf(1));
    }

    [Fact]
    public void A_silent_sensor_is_never_counted_free_and_returns_with_its_next_report()
    {
        _lot.SayAll(_ => false);
        _lot.Pass(Duration.FromMinutes(151), Second * 10);
        Assert.Equal((0, 4), (_lot.All.Free, _lot.All.Stale));
        _lot.Beat(2, false);
        _lot.Pass(Second);
        Assert.Equal((1, 3), (_lot.All.Free, _lot.All.Stale));
        Assert.Equal(
            ["stale silent"],
            _lot.Facts<BaySensed>().Where(fact => fact.Device == Bay(3)).Skip(1)
            .Select(fact => $"{fact.Status} {fact.Reason}".ToLowerInvariant()));
    }

    [Theory]
    [InlineData(5, BayStatus.Free)]
    [InlineData(600, BayStatus.Stale)]
    public void A_restart_accounts_for_the_time_the_gateway_was_down(int minutesAway, BayStatus expected)
    {
        _lot.SayAll(_ => false);
        _lot.Restart(Duration.FromMinutes(minutesAway));
        Assert.Equal(expected, _lot.StatusOf(1));
        Assert.Equal(4, _lot.All.Total);
    }

    [Fact]
    public void With_an_unknown_clock_no_earlier_report_counts()
    {
        _lot.SayAll(_ => false);
        _lot.Clock = ClockTrust.Unknown;
        _lot.Restart(Duration.FromMinutes(1));
        Assert.Equal(0, _lot.All.Free);
    }

    [Fact]
    public void An_unconfirmed_change_survives_a_restart()
    {
        _lot.SayAll(_ => false);
        _lot.Say(1, true);
        _lot.Restart(Duration.FromMinutes(1));
        Assert.Equal(BayStatus.Free, _lot.StatusOf(1));
        _lot.Pass(Second * 11);
        Assert.Equal(BayStatus.Occupied, _lot.StatusOf(1));
    }

    [Fact]
    public void A_sensor_that_flips_a_hundred_times_a_minute_is_suspect_and_further_reports_are_refused()
    {
        _lot.SayAll(_ => false);
        for (var i = 0; i < 100; i++)
        {
            _lot.Say(1, i % 2 == 0);
            _lot.Pass(Duration.FromMilliseconds(600), Duration.FromMilliseconds(600));
        }
        Assert.Equal(BayStatus.Suspect, _lot.StatusOf(1));
        Assert.Equal("unstable", _lot.Facts<BaySensed>().Last().Reason);
        Assert.InRange(_lot.Outcomes.OfType<Refused>().Count(refused => refused.Rejection.Reason == "unstable"), 50, 80);
        _lot.Say(1, false);
        _lot.Pass(Duration.FromMinutes(2));
        Assert.Equal(BayStatus.Free, _lot.StatusOf(1));
    }

    [Fact]
    public void A_sensor_with_many_resets_is_suspect_until_an_hour_is_calm()
    {
        for (var i = 0; i < 6; i++)
            _lot.Hear(Bay(1), new BayReport(false) { ResetCause = "watchdog" });
        Assert.Equal((BayStatus.Suspect, "resets"), (_lot.Facts<BaySensed>().Last().Status, _lot.Facts<BaySensed>().Last().Reason));
        _lot.Pass(Duration.FromMinutes(61), Second * 10);
        Assert.Equal(BayStatus.Free, _lot.StatusOf(1));
    }

    [Theory]
    [InlineData(true, false, BayStatus.Suspect)]
    [InlineData(false, true, BayStatus.Fault)]
    public void A_sensors_own_fault_flags_are_trusted(bool interference, bool failed, BayStatus expected)
    {
        _lot.Say(1, false);
        _lot.Hear(Bay(1), new BayReport(false) { Interference = interference, Failed = failed });
        Assert.Equal(expected, _lot.StatusOf(1));
        _lot.Hear(Bay(1), new BayReport(false));
        Assert.Equal(BayStatus.Free, _lot.StatusOf(1));
    }

    [Fact]
    public void A_sensor_unchanged_for_a_fortnight_is_suspect()
    {
        _lot.Say(1, false);
        for (var hour = 0; hour < 14 * 24; hour++)
        {
            _lot.Pass(Duration.FromHours(1), Duration.FromHours(1));
            _lot.Beat(1, false);
        }
        _lot.Pass(Second * 2);
        Assert.Equal((BayStatus.Suspect, "unchanged"), (_lot.Facts<BaySensed>().Last().Status, _lot.Facts<BaySensed>().Last().Reason));
    }

    [Fact]
    public void The_stays_of_a_bay_never_overlap_whatever_the_clocks_do() =>
        Prop.ForAll(Gen.Choose(0, 5).ArrayOf().Resize(60).ToArbitrary(), acts =>
        {
            var lot = new TestLot(2);
            foreach (var act in acts)
                switch (act)
                {
                    case 0: lot.Say(1, true); break;
                    case 1: lot.Say(1, false); break;
                    case 2: lot.Now -= Duration.FromMinutes(7); break;
                    case 3: lot.Say(1, true, new EventTime(lot.Now - Duration.FromMinutes(3), lot.Now, ClockTrust.Synced)); break;
                    case 4: lot.Beat(1, false, new EventTime(lot.Now + Duration.FromMinutes(4), lot.Now, ClockTrust.Synced)); break;
                    default: lot.Pass(Second * 20, Second * 5); break;
                }
            var since = lot.Facts<BaySensed>().Where(fact => fact.Device == Bay(1)).Select(fact => fact.Since).ToList();
            return since.Zip(since.Skip(1)).All(pair => pair.First <= pair.Second);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(200));
}
