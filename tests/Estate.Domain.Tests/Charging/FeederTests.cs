using Estate.Domain.Charging;
using Estate.Domain.Devices;
using Estate.TestKit;
using NodaTime;
using Xunit;
using static Estate.TestKit.TestCharger;

namespace Estate.Domain.Tests.Charging;

/// <summary>Sockets that share a feeder: first come, first served, with the place and the wait.</summary>
public sealed class FeederTests
{
    private static readonly Feeder North = new("north", 2000);

    [Fact]
    public void The_third_of_three_waits_and_starts_when_one_has_ended()
    {
        var charger = Fed();
        Assert.Equal(("ordered", "ordered"), (charger.Start(1, 30).Result, charger.Start(2, 60).Result));
        var answer = charger.Start(3, 10);
        Assert.Equal(("queued", "插座 3 排队：第 1 位，约 30 分钟"), (answer.Result, answer.Text.Zh));
        Assert.Equal("Socket 3 waits: 1st in line, about 30 min", answer.Text.En);
        Assert.Equal([("socket", 3), ("place", 1), ("wait_min", 30)], answer.Numbers);
        // Who is ahead has socket 1's share for ten minutes.
        Assert.Equal("Socket 4 waits: 2nd in line, about 40 min", charger.Start(4).Text.En);
        Assert.Equal(SocketStatus.Reserved, charger.StatusOf(3));
        Assert.Equal(2, charger.Commands("start").Count);
        charger.Ask(new StopCharging(Board, 1, "test"));
        charger.Pass(5);
        Assert.Equal((SocketStatus.Charging, SocketStatus.Reserved), (charger.StatusOf(3), charger.StatusOf(4)));
        Assert.Equal("1st in line", ChargingTexts.Of(charger.State.SocketAt(4)!.Wait!).En.Split(',')[0]);
    }

    [Fact]
    public void A_measured_load_leaves_room_and_a_silent_meter_counts_as_full_load()
    {
        var charger = Fed();
        charger.Start(1);
        charger.Start(2);
        charger.Pass(70);
        // 200 W each by now, so that one of at most 1000 W has room.
        Assert.Equal("ordered", charger.Start(3).Result);
        charger.Pass(70);
        charger.Spoil = snapshot => new([.. snapshot.Sockets.Select(one => one.Socket <= 2 ? one with { PowerW = null } : one)]);
        charger.Pass(100);
        Assert.Equal("queued", charger.Start(4).Result);
        charger.Spoil = snapshot => snapshot;
        charger.Pass(2);
        Assert.NotNull(charger.Session(4));
    }

    [Fact]
    public void A_card_held_there_again_leaves_the_line_and_while_it_waits_it_counts_for_its_household()
    {
        var charger = Fed();
        charger.Start(1);
        charger.Start(2);
        Assert.Equal("queued", charger.Tap(3, "h1").Result);
        Assert.Equal("concurrent", charger.Tap(4, "h1").Reason);
        Assert.Equal("occupied", charger.Tap(3, "h2").Reason);
        Assert.Equal("queued", charger.Tap(5, "h2").Result);
        Assert.Equal("left_queue", charger.Tap(3, "h1").Result);
        charger.Pass(1);
        Assert.Equal(1, charger.State.SocketAt(5)!.Wait!.Place);
        Assert.Equal(WaitEnd.Cancelled, charger.Facts<ChargeWaitEnded>().Single().Reason);
        Assert.Equal(SocketStatus.Available, charger.StatusOf(3));
    }

    [Fact]
    public void Who_has_waited_four_hours_leaves_the_line()
    {
        var charger = Fed();
        Array.Fill(charger.Watts, 900);
        foreach (var socket in new[] { 1, 2, 3 })
            charger.Start(socket);
        charger.Pass(FeederQueue.WaitsAtMost.TotalSeconds, 30);
        Assert.NotNull(charger.State.SocketAt(3)!.Wait);
        charger.Pass(60, 30);
        Assert.Equal(WaitEnd.TimedOut, charger.Facts<ChargeWaitEnded>().Single().Reason);
    }

    [Fact]
    public void A_restart_keeps_the_line_and_starts_nobody_before_all_boards_are_known()
    {
        var charger = Fed();
        Array.Fill(charger.Watts, 900);
        foreach (var socket in new[] { 1, 2, 3, 4 })
            charger.Start(socket);
        charger.Pass(2);
        charger.Restart(Duration.FromMinutes(1));
        Assert.Equal("offline", charger.Start(5).Reason);
        charger.Pass(3);
        Assert.Equal([1, 2], charger.State.Sockets.Select(one => one.Wait?.Place).OfType<int>());
        Assert.Equal(2, charger.Commands("start").Count);
        charger.Ask(new StopCharging(Board, 2, "test"));
        charger.Pass(5);
        Assert.NotNull(charger.Session(3));
    }

    [Fact]
    public void A_protection_takes_a_socket_out_of_the_line()
    {
        var charger = Fed();
        foreach (var socket in new[] { 1, 2, 3 })
            charger.Start(socket);
        charger.Hear(new ProtectionReport(ProtectionKind.Leakage, true) { Socket = 3 });
        charger.Pass(1);
        Assert.Equal(WaitEnd.Faulted, charger.Facts<ChargeWaitEnded>().Single().Reason);
    }

    [Fact]
    public void A_socket_that_somebody_switches_on_by_hand_leaves_the_line()
    {
        var charger = Fed(settings => settings["stray"] = "adopt");
        foreach (var socket in new[] { 1, 2, 3 })
            charger.Start(socket);
        charger.Closed[3] = true;
        charger.Pass(2);
        var left = charger.Facts<ChargeWaitEnded>().Single();
        Assert.Equal((3, WaitEnd.Occupied), (left.Socket, left.Reason));
        Assert.Equal("charger", charger.Session(3)!.Order.By);
        Assert.Equal(2, charger.Commands("start").Count);
    }

    [Fact]
    public void What_an_empty_feeder_cannot_carry_leaves_the_line_and_is_refused_from_then_on()
    {
        var charger = Fed();
        foreach (var socket in new[] { 1, 2, 3 })
            charger.Start(socket);
        charger.Ask(new ConfigureCharger(Board, new Dictionary<string, string> { ["max_power_w"] = "2500" }));
        charger.Pass(1);
        var left = charger.Facts<ChargeWaitEnded>().Single();
        Assert.Equal((3, WaitEnd.TooLarge), (left.Socket, left.Reason));
        Assert.Equal(SocketStatus.Available, charger.StatusOf(3));

        var refused = charger.Start(4);
        Assert.Equal(("feeder_too_small", "线路 north 只有 2000 瓦，插座 4 要 2500 瓦，请联系物业"), (refused.Reason, refused.Text.Zh));
        Assert.Equal(
            "Feeder north carries 2000 W, socket 4 takes up to 2500 W. Please ask the property office", refused.Text.En);
        Assert.Null(charger.State.SocketAt(4)!.Wait);
        // What runs is left alone.
        Assert.NotNull(charger.Session(1));
    }

    [Fact]
    public void A_feeder_below_one_sockets_limit_is_refused_at_the_start()
    {
        var error = Assert.Throws<FormatException>(() => new TestCharger(2, feeder: new Feeder("thin", 900)));
        Assert.Equal("charger/north-1: max_power_w is 1000, more than its feeder thin carries (900 W)", error.Message);
    }

    [Theory]
    [InlineData(1, "1st in line")]
    [InlineData(3, "3rd in line")]
    [InlineData(12, "12th in line")]
    [InlineData(22, "22nd in line")]
    public void Without_a_known_end_only_the_place_is_said(int place, string expected)
    {
        var wait = new ChargeWait(new ChargeOrder("o", null, "desk", Duration.FromHours(1)), default, 1) { Place = place };
        Assert.Equal(new Text($"第 {place} 位", expected), ChargingTexts.Of(wait));
    }

    [Fact]
    public void The_forecast_knows_no_end_behind_power_that_nobody_ordered() =>
        Assert.Null(FeederForecast.Until(1000, [new(900, null)], [new(500, Duration.FromHours(1))]));

    private static TestCharger Fed(Action<Dictionary<string, string>>? settings = null)
    {
        var charger = new TestCharger(settings: settings, feeder: North);
        Array.Fill(charger.Watts, 200);
        return charger;
    }
}
