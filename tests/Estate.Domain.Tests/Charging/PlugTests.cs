using Estate.Domain.Charging;
using Estate.Domain.Devices;
using Estate.TestKit;
using NodaTime;
using Xunit;

namespace Estate.Domain.Tests.Charging;

/// <summary>What a session does with a plug that says each value by itself; how its messages are read stands in profiles/.</summary>
public sealed class PlugTests
{
    [Fact]
    public void A_plug_that_reports_relay_and_energy_separately_is_metered_completely()
    {
        var meter = new EnergyMeter();
        for (var minute = 0; minute <= 60; minute++)
        {
            var at = Duration.FromMinutes(minute);
            meter = meter.Add(new SocketReading(1) { Closed = true }, at, 1000);
            meter = meter.Add(new SocketReading(1) { PowerW = 200 }, at + Duration.FromMilliseconds(2), 1000);
            meter = meter.Add(new SocketReading(1) { EnergyWh = 500 + (minute * 200 / 60.0) }, at + Duration.FromMilliseconds(5), 1000);
        }
        Assert.Equal((200, 0), (Math.Round(meter.Wh, 6), meter.Interruptions));
        Assert.Equal(200, meter.PowerW);
    }

    [Fact]
    public void A_plug_switched_on_by_hand_becomes_a_session_and_is_cut_when_it_gets_hot()
    {
        var charger = new TestCharger(1, profile: new TestProfile()) { IsDark = true };
        void Say(SocketReading reading)
        {
            (charger.Now, charger.Uptime) = (charger.Now + Duration.FromSeconds(5), charger.Uptime + Duration.FromSeconds(5));
            charger.Measure(new BoardSnapshot([reading]));
        }
        Say(new(1) { Closed = true });
        Say(new(1) { PowerW = 64, EnergyWh = 100 });
        Assert.Equal(("charger", SocketStatus.Charging), (charger.Facts<SessionStarted>().Single().By, charger.StatusOf(1)));
        Say(new(1) { PowerW = 64, EnergyWh = 100.1, TempC = 75 });
        Assert.Equal("cut", charger.Outcomes.OfType<Actuated>().Single().Wire.Action);
        Say(new(1) { PowerW = 0, EnergyWh = 100.1, TempC = 40 });
        Assert.NotNull(charger.Session(1));
        Say(new(1) { Closed = false });
        Assert.Equal(StopReason.OverTemperature, charger.Facts<SessionEnded>().Single().Reason);
        Assert.Equal(
            "done", charger.Ask(new ConfigureCharger(TestCharger.Board, new Dictionary<string, string> { ["max_temp_c"] = "60" })).Result);
        Assert.Equal(60, charger.State.Parameters.MaxTempC);
        Assert.Empty(charger.Commands("configure"));
    }
}
