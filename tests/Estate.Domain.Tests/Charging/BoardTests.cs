using Estate.Domain.Charging;
using Estate.Domain.Devices;
using Estate.TestKit;
using FsCheck;
using FsCheck.Fluent;
using NodaTime;
using Xunit;
using static Estate.TestKit.TestCharger;

namespace Estate.Domain.Tests.Charging;

/// <summary>P-E2, P-E8 to P-E10, P-E12: commands one by one, limits, tiers, energy, frames, impossible values.</summary>
public sealed class BoardTests
{
    [Fact]
    public void Commands_are_sent_one_at_a_time_and_an_unanswered_one_is_checked_not_resent()
    {
        var charger = new TestCharger { Reply = null, IsMute = true };
        Array.Fill(charger.Watts, 100);
        charger.Start(1);
        charger.Start(2);
        charger.Pass(5);
        Assert.Single(charger.Commands("start"));
        charger.Pass(10);
        // Asked what is so; the board did not do it and the order has expired by then.
        Assert.NotEmpty(charger.Commands("read"));
        Assert.Single(charger.Commands("start"));
        // While it may still be done, nothing else is begun.
        charger.Pass(12);
        Assert.Single(charger.Commands("start"));
        charger.Pass(13);
        Assert.Equal(
            (1, StopReason.StartFailed), (charger.Facts<StartFailed>().First().Socket, charger.Facts<StartFailed>().First().Reason));
        Assert.Equal(2, charger.Commands("start").Count);
        Assert.Equal(2, charger.Commands("start").Select(command => command.Id).Distinct().Count());
    }

    [Fact]
    public void A_failed_reply_counts_only_if_the_socket_agrees()
    {
        var charger = new TestCharger { Reply = "failed" };
        charger.Watts[1] = 100;
        charger.Start(1);
        charger.Pass(5);
        Assert.Equal(SocketStatus.Charging, charger.StatusOf(1));
        Assert.Single(charger.Commands("start"));
    }

    [Fact]
    public void A_rejection_ends_the_order_and_a_reply_three_minutes_late_still_matches()
    {
        var charger = new TestCharger { IsMute = true, Reply = null };
        charger.Pass(1);
        charger.Start(1);
        charger.Step(new CommandReply(Board, charger.Commands("start").Single().Id, "rejected", charger.Now));
        Assert.Equal(StopReason.StartFailed, charger.Facts<StartFailed>().Single().Reason);

        charger.Start(2);
        var second = charger.Commands("start")[^1];
        charger.IsDark = true;
        charger.Pass(180);
        Assert.Equal(SocketStatus.Unavailable, charger.StatusOf(2));
        charger.Step(new CommandReply(Board, second.Id, "executed", charger.Now));
        (charger.Closed[2], charger.Watts[2], charger.IsDark) = (true, 80, false);
        charger.Pass(3);
        Assert.Equal(SocketStatus.Charging, charger.StatusOf(2));
        Assert.Equal(2, charger.Commands("start").Count);
    }

    [Fact]
    public void Two_starts_at_once_on_one_socket_are_one()
    {
        var charger = new TestCharger();
        Assert.Equal("ordered", charger.Start(1).Result);
        Assert.Equal("occupied", charger.Start(1).Reason);
        Assert.Equal("no_such_socket", charger.Start(11).Reason);
        Assert.Equal("bad_request", charger.Start(2, minutes: 0).Reason);
        Assert.Equal("not_charging", charger.Ask(new StopCharging(Board, 5, "x")).Reason);
        Assert.Equal("reason_needed", charger.Ask(new StopCharging(Board, 1, "")).Reason);
    }

    [Fact]
    public void A_card_starts_and_stops_its_own_session_within_the_household_limit()
    {
        var charger = new TestCharger();
        Array.Fill(charger.Watts, 100);
        Assert.Equal("ordered", charger.Tap(1, "h1").Result);
        Assert.Equal("concurrent", charger.Tap(2, "h1").Reason);
        charger.Pass(5);
        Assert.Equal("occupied", charger.Tap(1, "h2").Reason);
        Assert.Equal("ordered", charger.Tap(2, "h2").Result);
        Assert.Equal("unknown_card", charger.Tap(3, "nobody").Reason);
        Assert.Equal("blocked_card", charger.Tap(3, "lost").Reason);
        Assert.Equal("stopping", charger.Tap(1, "h1").Result);
        charger.Pass(3);
        Assert.Equal(
            ("h1", StopReason.LocalStop),
            (charger.Facts<SessionEnded>().Single().Household, charger.Facts<SessionEnded>().Single().Reason));
        Assert.Equal("ordered", charger.Tap(3, "h1").Result);
        var old = EventTime.Resolve(null, ClockTrust.Unknown, Duration.FromMinutes(3), charger.Now);
        Assert.Equal("too_late", charger.Hear(new CardAtSocket(4, Card("h2")), old).Reason);
    }

    [Fact]
    public void Limits_change_only_when_the_board_accepts_them()
    {
        var charger = new TestCharger();
        Assert.Equal("sent", charger.Ask(new ConfigureCharger(Board, new Dictionary<string, string> { ["full_w"] = "45" })).Result);
        Assert.Equal(45, charger.State.Parameters.FullW);
        charger.Reply = "rejected";
        charger.Ask(new ConfigureCharger(Board, new Dictionary<string, string> { ["full_w"] = "50" }));
        Assert.Equal((45, null), (charger.State.Parameters.FullW, charger.State.Wanted));
        Assert.Equal("rejected", charger.Facts<BoardConfigRejected>().Single().Result);
        var refused = charger.Ask(new ConfigureCharger(Board, new Dictionary<string, string> { ["full_w"] = "900", ["flot_s"] = "1" }));
        Assert.Contains("full_w: '900' is not 1 to 200", refused.Text.En, StringComparison.Ordinal);
        Assert.Contains("flot_s", refused.Text.En, StringComparison.Ordinal);
        Assert.Equal(45, charger.State.Parameters.FullW);
    }

    [Fact]
    public void The_board_gets_its_limits_after_every_restart_of_either_side()
    {
        var charger = new TestCharger(2, values => values["max_minutes"] = "300");
        Assert.Equal("300", charger.Commands("configure").Single().Arguments.Single(one => one.Name == "max_minutes").Value);
        charger.Hear(new BoardStarted());
        charger.Pass(3);
        Assert.Equal(2, charger.Commands("configure").Count);
        charger.Restart(Duration.FromMinutes(1));
        charger.Pass(3);
        Assert.Equal(3, charger.Commands("configure").Count);
    }

    [Fact]
    public void Late_readings_fill_the_series_and_decide_nothing()
    {
        var charger = new TestCharger(2);
        var before = charger.State;
        var late = EventTime.Resolve(charger.Now - Duration.FromHours(3), ClockTrust.Synced, Duration.FromHours(3), charger.Now);
        var outcomes = charger.Measure(
            new BoardSnapshot([new SocketReading(1) { Closed = true, PowerW = 5000, TempC = 99 }, new SocketReading(7)]) { Smoke = true },
            late);
        Assert.Equal(late.At, outcomes.OfType<Measured>().Single().Measurement.At);
        Assert.Empty(outcomes.OfType<Actuated>());
        Assert.Equal(before.Sockets[0].Last, charger.State.Sockets[0].Last);
    }

    [Fact]
    public void Bought_time_equals_time_used_by_tier_plus_time_left() =>
        Prop.ForAll(Gen.Choose(0, 900).ArrayOf().Resize(40).ToArbitrary(), powers =>
    {
        var tiers = new BoardParameters().With([new("tiers", "200:100,400:75,600:50,800:25")]).Changed!.Tiers;
        var (bought, left, used) = (Duration.FromMinutes(300), Duration.FromMinutes(300), Duration.Zero);
        foreach (var power in powers)
        {
            var ratio = PaidTime.RatioAt(power, tiers);
            left = PaidTime.Spend(left, Duration.FromSeconds(60), ratio);
            used += Duration.FromSeconds(60) / ratio;
        }
        Assert.Equal(bought.TotalSeconds, (used + left).TotalSeconds, 6);
    }).Check(Config.QuickThrowOnFailure);

    [Fact]
    public void Twenty_minutes_in_the_half_tier_leave_sixty_of_a_hundred()
    {
        var tiers = new BoardParameters().With([new("tiers", "200:100,400:75,600:50")]).Changed!.Tiers;
        Assert.Equal(
            Duration.FromMinutes(60), PaidTime.Spend(Duration.FromMinutes(100), Duration.FromMinutes(20), PaidTime.RatioAt(550, tiers)));
        var charger = new TestCharger(1, values => values["tiers"] = "200:100,400:75,600:50");
        charger.Start(1, minutes: 100);
        charger.Watts[1] = 550;
        charger.Pass(50 * 60 + 30, 5);
        Assert.Equal(StopReason.TimeLimitReached, charger.Facts<SessionEnded>().Single().Reason);
    }

    [Fact]
    public void Energy_never_falls_nor_grows_faster_than_power_allows() =>
        Prop.ForAll(Gen.Choose(0, 100_000).ArrayOf().Resize(50).ToArbitrary(), registers =>
    {
        var (meter, at) = (new EnergyMeter(), Duration.Zero);
        foreach (var register in registers)
        {
            var before = meter.Wh;
            at += Duration.FromSeconds(60);
            meter = meter.Add(new SocketReading(1) { EnergyWh = register / 10.0 }, at, 1000);
            Assert.InRange(meter.Wh - before, 0, 1000 / 60.0 * 1.02 + 1);
        }
    }).Check(Config.QuickThrowOnFailure);

    [Fact]
    public void A_large_board_may_send_its_halves_in_any_order() =>
        Prop.ForAll(Gen.Elements(true, false).ArrayOf().Resize(20).ToArbitrary(), orders =>
    {
        var charger = new TestCharger(14);
        foreach (var isFirstFirst in orders)
        {
            charger.IsDark = true;
            charger.Pass(1);
            BoardSnapshot Half(int from, int to) =>
                new([.. Enumerable.Range(from, to - from + 1)
                .Select(socket => new SocketReading(socket) { Closed = false, PowerW = socket })]);
            var (first, second) = (Half(1, 12), Half(13, 14));
            charger.Measure(isFirstFirst ? first : second);
            charger.Measure(isFirstFirst ? second : first);
            Assert.Equal(
                Enumerable.Range(1, 14).Select(socket => (double?)socket), charger.State.Sockets.Select(socket => socket.Last?.PowerW));
        }
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(20));

    [Fact]
    public void A_temperature_of_255_means_no_sensor_and_an_impossible_value_is_dropped_alone()
    {
        var charger = new TestCharger();
        charger.Measure(
            new BoardSnapshot(
                [new SocketReading(1) { Closed = false, TempC = 255, EnergyWh = -3, PowerW = double.NaN },
                new SocketReading(12)])
            { TempC = 255 });
        charger.Pass(1);
        Assert.Empty(charger.Facts<ProtectionChanged>());
        Assert.Null(charger.State.TempC);
        var refusals = charger.Outcomes.OfType<Refused>().Select(refused => refused.Rejection).ToList();
        Assert.Contains(refusals, refusal => refusal.Detail == "socket 1: energy_wh is -3, which cannot be");
        Assert.Contains(refusals, refusal => refusal.Reason == "unknown_socket");
        // The same frame may tell of smoke.
        charger.Measure(new BoardSnapshot([new SocketReading(1) { EnergyWh = -3 }]) { Smoke = true });
        Assert.Single(charger.Outcomes.OfType<Actuated>());
    }

    [Theory]
    [InlineData("Temperature", "Celcius", "71", 71.0)]
    [InlineData("Temperature", "Celsius", "71", 71.0)]
    [InlineData("Temperature", "Fahrenheit", "159.8", 71.0)]
    [InlineData("Temperature", "W", "71", null)]
    [InlineData("Power.Active.Import", "kW", "0.2", 200.0)]
    [InlineData("Power.Active.Import", "Wh", "200", null)]
    [InlineData("Current.Import", "V", "2", null)]
    [InlineData("Energy.Active.Import.Register", null, "1500", 1500.0)]
    [InlineData("Voltage", "V", "two hundred", null)]
    public void OCPP_units_are_accepted_when_they_fit(string measurand, string? unit, string value, double? expected)
    {
        var values = new MeterValues(1, [new SampledValue(value, measurand, unit)]);
        Assert.Equal(expected is null, values.Fault is not null);
        if (expected is null)
            return;
        var reading = values.ToSnapshot().Sockets.Single();
        Assert.Equal(expected.Value, (reading.TempC ?? reading.PowerW ?? reading.EnergyWh)!.Value, 6);
    }

    [Fact]
    public void A_power_curve_stays_small_and_accurate_however_long()
    {
        var curve = new PowerCurve();
        for (var second = 0; second < 40_000; second += 5)
            curve = curve.Add(Duration.FromSeconds(second), second < 20_000 ? 200 : 50);
        curve = curve.Closed();
        Assert.InRange(curve.Watts.Length, 100, 256);
        Assert.InRange(curve.StepS * curve.Watts.Length, 39_900, 41_000);
        Assert.Equal((200, 50), (curve.Watts[5], curve.Watts[^2]));
    }

    [Fact]
    public void What_a_board_measured_before_it_fell_silent_is_not_measured_again()
    {
        var charger = new TestCharger(sockets: 1);
        charger.Closed[1] = true;
        charger.Watts[1] = 120;
        charger.Pass(180);
        charger.Outcomes.Clear();
        charger.IsDark = true;
        charger.Pass(1_200, each: 30);
        var told = charger.Outcomes.OfType<Measured>().Select(one => one.Measurement).Where(one => one.Name == "socket").ToList();
        // Until what was heard is a minute and a half old; then once that nobody knows.
        Assert.All(told, one => Assert.True(one.At <= charger.Now - Duration.FromSeconds(1_200 - 120)));
        Assert.Equal(["state"], told[^1].Fields.Select(field => field.Key));
        Assert.Equal((int)SocketStatus.Unavailable, told[^1].Fields[0].Value.Number);
        charger.IsDark = false;
        charger.Pass(30);
        Assert.Contains("power_w", charger.Outcomes.OfType<Measured>().Last().Measurement.Fields.Select(field => field.Key));
    }
}
