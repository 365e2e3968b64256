using Estate.TestKit;
using Xunit;

namespace Estate.Gateway.Contracts;

/// <summary>A kill between the receipt of messages and their commit, with devices that say everything only once.</summary>
public abstract class RedeliveryContract
{
    private const int Taps = 40;

    /// <summary>The broker brings again what was not on the disk; otherwise only the device can.</summary>
    protected abstract bool ComesAgain { get; }

    [Fact]
    public async Task A_kill_between_receipt_and_commit_costs_what_the_drivers_say()
    {
        using var estate = await GatewayProcess.StartAsync();
        var (station, plug) = (await estate.SpeakerAsync("station-1"), await estate.SpeakerAsync("plug-1"));
        Assert.Equal(0, await estate.MetricAsync("estate_events_total{result=\"accepted\"}"));
        using (TestDatabase.Lock(estate.Data.Database))
        {
            plug.Publish("tele/plug-1/SENSOR", """{"ENERGY":{"Total":1,"Power":50,"Voltage":230,"Current":0.2},"ESP32":{"Temperature":95},"TempUnit":"C"}"""u8);
            await Eventually.SeeAsync(() => plug.Unacknowledged == 0);
            for (var i = 0; i < Taps; i++)
                station.Publish("estate/test/bins/station-1/event", GatewayProcess.Tap(i));
            await Eventually.SeeAsync(() => estate.MetricAsync("estate_events_total{result=\"accepted\"}"), heard => heard == Taps);
            estate.Kill();
        }
        Assert.Equal((0, 0), (estate.EventsKept, estate.HeatKept));
        await estate.StartGatewayAsync();
        // Behind what the broker may bring again.
        station.Publish("estate/test/bins/station-1/event", GatewayProcess.Tap(Taps));
        await Eventually.SeeAsync(() => estate.EventsKept > (ComesAgain ? Taps : 0));
        Assert.Equal(ComesAgain ? Taps + 1 : 1, estate.EventsKept);
        Assert.Equal(ComesAgain ? 1 : 0, estate.HeatKept);

        // What waits for our own acknowledgement is said again, and is then there whatever the drivers.
        for (var i = 0; i < Taps; i++)
            station.Publish("estate/test/bins/station-1/event", GatewayProcess.Tap(i));
        await Eventually.SeeAsync(() => estate.EventsKept == Taps + 1);
    }
}
