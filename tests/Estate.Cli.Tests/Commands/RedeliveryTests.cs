using Estate.TestKit;
using Xunit;

namespace Estate.Cli.Tests.Commands;

/// <summary>A kill between the receipt of messages and their commit, with devices that say everything only once.</summary>
public sealed class RedeliveryTests
{
    private const int Taps = 40;

    [Fact]
    public async Task Uncommitted_messages_are_redelivered_after_a_kill()
    {
        using var estate = await GatewayProcess.StartAsync();
        var (station, plug) = (await estate.SpeakerAsync("station-1"), await estate.SpeakerAsync("plug-1"));
        Assert.Equal(0, await estate.MetricAsync("estate_events_total{result=\"accepted\"}"));
        using (TestDatabase.Lock(estate.Data.Database))
        {
            plug.Publish(
                "tele/plug-1/SENSOR",
                """{"ENERGY":{"Total":1,"Power":50,"Voltage":230,"Current":0.2},"ESP32":{"Temperature":95},"TempUnit":"C"}"""u8);
            await Eventually.UntilAsync(() => plug.Unacknowledged == 0);
            for (var i = 0; i < Taps; i++)
                station.Publish("estate/test/bins/station-1/event", GatewayProcess.Tap(i));
            await Eventually.UntilAsync(() => estate.MetricAsync("estate_events_total{result=\"accepted\"}"), heard => heard == Taps);
            estate.Kill();
        }
        Assert.Equal((0, 0), (estate.EventsKept, estate.HeatKept));
        await estate.StartGatewayAsync();
        // Behind what the broker may bring again.
        station.Publish("estate/test/bins/station-1/event", GatewayProcess.Tap(Taps));
        await Eventually.UntilAsync(() => estate.EventsKept > Taps);
        Assert.Equal((Taps + 1, 1), (estate.EventsKept, estate.HeatKept));

        // A device that waits for our own acknowledgement says it again as well, and doubles nothing.
        for (var i = 0; i < Taps; i++)
            station.Publish("estate/test/bins/station-1/event", GatewayProcess.Tap(i));
        station.Publish("estate/test/bins/station-1/event", GatewayProcess.Tap(Taps + 1));
        await Eventually.UntilAsync(() => estate.EventsKept > Taps + 1);
        Assert.Equal(Taps + 2, estate.EventsKept);
    }
}
