using Estate.Domain.Charging;
using Estate.Domain.Devices;
using Xunit;
using static Estate.Domain.Tests.Charging.FedEstate;

namespace Estate.Domain.Tests.Charging;

/// <summary>Two boards on one feeder, of 1000 W and of 500 W a socket.</summary>
public sealed class SharedFeederTests
{
    [Fact]
    public void A_board_waits_for_the_other_and_starts_when_that_has_ended()
    {
        var estate = Charging(1000);
        Assert.Equal("Socket 1 waits: 1st in line, about 60 min", estate.Start(B, 1).Text.En);
        estate.Ask(new StopCharging(A, 1, "test"));
        estate.Pass(3);
        Assert.NotNull(estate.Socket(B, 1).Session);
    }

    [Fact]
    public void A_small_one_that_would_fit_does_not_overtake_a_large_one()
    {
        var estate = Charging(1500);
        Assert.Equal(("queued", "queued"), (estate.Start(A, 2).Result, estate.Start(B, 1).Result));
        estate.Pass(5);
        Assert.Equal((1, 2), (estate.Socket(A, 2).Wait?.Place, estate.Socket(B, 1).Wait?.Place));
        estate.Ask(new StopCharging(A, 1, "test"));
        estate.Pass(5);
        Assert.NotNull(estate.Socket(A, 2).Session);
        Assert.NotNull(estate.Socket(B, 1).Session);
    }

    [Fact]
    public void A_board_that_falls_silent_counts_with_its_full_load()
    {
        var estate = Charging(1500);
        estate.Pass(70);
        estate.Dark.Add(A);
        estate.Pass(100);
        Assert.Equal(("ordered", "queued"), (estate.Start(B, 1).Result, estate.Start(B, 2).Result));
    }

    [Fact]
    public void Nobody_waits_for_a_board_that_is_silent_when_its_turn_comes()
    {
        var estate = Charging(1000);
        estate.Watts[(A, 1)] = 900;
        estate.Start(B, 1);
        estate.Start(A, 2);
        estate.Dark.Add(B);
        estate.Pass(100);
        Assert.NotNull(estate.Socket(B, 1).Wait);
        estate.Ask(new StopCharging(A, 1, "test"));
        estate.Pass(5);
        Assert.Equal(WaitEnd.Offline, estate.Facts<ChargeWaitEnded>().Single().Reason);
        Assert.NotNull(estate.Socket(A, 2).Session);
    }

    [Fact]
    public void After_a_restart_nobody_starts_before_the_other_board_is_known()
    {
        var estate = new FedEstate(1000);
        estate.Pass(2);
        estate.Start(B, 1);
        estate.Start(B, 2);
        Assert.Equal("queued", estate.Start(A, 1).Result);
        estate.Restart();
        estate.Report(A);
        Assert.Equal("offline", estate.Start(A, 2).Reason);
        estate.Step(new Tick(estate.Now));
        Assert.NotNull(estate.Socket(A, 1).Wait);
    }

    [Fact]
    public void A_start_that_could_not_be_kept_takes_no_share()
    {
        var estate = new FedEstate(1000);
        estate.Pass(2);
        var before = estate.StateOf(A);
        var outcomes = estate.Machine.Step(
            new RequestReceived(new StartCharging(A, 1, null, 60), "desk", estate.Now), estate.Uptime, now: estate.Now);
        estate.Machine.Undo(outcomes, [(A, before)]);
        Assert.Equal("ordered", estate.Start(B, 1).Result);
    }

    /// <summary>Socket 1 of A charges.</summary>
    private static FedEstate Charging(double limitW)
    {
        var estate = new FedEstate(limitW);
        estate.Pass(2);
        Assert.Equal("ordered", estate.Start(A, 1).Result);
        return estate;
    }
}
