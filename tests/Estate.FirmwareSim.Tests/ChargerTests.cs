using Xunit;

namespace Estate.FirmwareSim.Tests;

/// <summary>Batteries and boards behave as the real ones they stand for, and troubles come from the seed.</summary>
public sealed class ChargerTests
{
    [Fact]
    public void A_battery_draws_constant_power_then_tapers_then_floats()
    {
        var battery = new BikeBattery(960, 180, 0.2);
        var trace = new List<double>();
        for (var minute = 0; minute < 8 * 60; minute++)
        {
            trace.Add(battery.PowerW);
            battery.Charge(60);
        }
        var taper = trace.FindIndex(watt => watt < 180);
        Assert.InRange(taper, 150, 260);
        Assert.All(trace.Take(taper), watt => Assert.Equal(180, watt));
        Assert.All(trace.Skip(taper).Zip(trace.Skip(taper + 1)), pair => Assert.True(pair.Second <= pair.First));
        Assert.InRange(trace[^1], 14, 15);
    }

    [Fact]
    public void A_board_opens_when_its_time_is_over_and_a_welded_relay_does_not()
    {
        var socket = new BoardSocket(1) { Bike = new(960, 180, 0.2) };
        socket.Start("o1", 60);
        Assert.False(socket.Step(59, 1));
        Assert.True(socket.Step(2, 1));
        socket.Open();
        Assert.Equal((false, 0.0), (socket.IsClosed, socket.PowerW));
        socket.IsWelded = true;
        Assert.Equal((true, 180.0), (socket.IsClosed, socket.PowerW));
        Assert.Equal(3.05, socket.EnergyWh, 2);
        socket.Reset();
        Assert.Equal(0, socket.EnergyWh);
    }

    [Fact]
    public void The_same_seed_gives_chargers_the_same_faults()
    {
        Assert.Equal(Troubles(7), Troubles(7));
        Assert.NotEqual(Troubles(7), Troubles(8));
        Assert.All(Enumerable.Range(0, 4), kind => Assert.Contains(Troubles(7), line => line[kind] == '1'));

        static List<string> Troubles(int seed)
        {
            var plan = new FaultPlan(FaultPlan.Parse("latereply,lostend,split,weld,duplicate"), new Random(seed));
            using var board = new ChargerBoard(new("s", "c01", "127.0.0.1", 1), 10, TimeProvider.System);
            return [.. Enumerable.Range(0, 8000).Select(_ =>
            {
                plan.Trouble(board);
                Assert.InRange(board.ReplyDelay.TotalSeconds, 0, 180);
                return string.Concat(
                    new[] { board.ReplyDelay > TimeSpan.Zero, board.LosesEnds, board.SplitsReports,
                    board.Sockets.Any(socket => socket.IsWelded) }.Select(is1 => is1 ? '1' : '0'));
            })];
        }
    }
}
