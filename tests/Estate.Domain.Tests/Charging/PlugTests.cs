using System.Text;
using Estate.Domain.Charging;
using Estate.Domain.Devices;
using Estate.TestKit;
using NodaTime;
using Xunit;

namespace Estate.Domain.Tests.Charging;

/// <summary>
/// Smart plugs as their makers publish: Tasmota's SENSOR and STATE (tasmota.github.io/docs, JSON Status Responses and MQTT), Shelly's
/// status/switch:0 (shelly-api-docs.shelly.cloud, gen2 Switch) and the bare values of its first generation (gen1, Shelly Plug).
/// </summary>
public sealed class PlugTests
{
    private static readonly IReadOnlyDictionary<string, TopicCodec> Codecs = new ChargerKind(TestCards.Hasher).TopicCodecs;

    [Theory]
    [InlineData("tasmota", "SENSOR", """{"Time":"2026-03-02T20:00:00","ENERGY":{"TotalStartTime":"2024-01-01T00:00:00","Total":3.185"""
        + ""","Yesterday":0.1,"Today":0.02,"Period":0,"Power":64,"ApparentPower":80,"ReactivePower":48,"Factor":0.80,"Voltage":230"""
        + ""","Current":0.348}}""", null, 64.0, 3185.0, null)]
    [InlineData("tasmota", "STATUS10", """{"StatusSNS":{"Time":"2026-03-02T20:00:00","ENERGY":{"Total":0.004,"Power":2088,"Voltage":230"""
        + ""","Current":9.078},"ESP32":{"Temperature":104.0},"TempUnit":"F"}}""", null, 2088.0, 4.0, 40.0)]
    [InlineData(
        "tasmota", "STATE", """{"Time":"2026-03-02T20:00:00","Uptime":"0T00:00:11","POWER":"ON","Wifi":{"RSSI":30}}""", true, null, null,
        null)]
    [InlineData("tasmota", "RESULT", """{"POWER":"OFF"}""", false, null, null, null)]
    [InlineData("tasmota", "POWER", "OFF", false, null, null, null)]
    [InlineData("shelly", "status/switch:0", """{"id":0,"source":"init","output":true,"apower":8.9,"voltage":237.5,"current":0.059"""
        + ""","aenergy":{"total":6.532,"by_minute":[45.199,47.141,88.397],"minute_ts":1626935779},"temperature":{"tC":34.7,"tF":94.5}}""",
        true, 8.9, 6.532, 34.7)]
    [InlineData(
        "shelly", "estate/rpc",
        """{"id":1,"src":"shellyplus","dst":"p/estate","result":{"id":0,"output":false,"apower":0,"temperature":{"tC":null,"tF":null}}}""",
        false, 0.0, null, null)]
    [InlineData("shelly-gen1", "relay/0", "on", true, null, null, null)]
    [InlineData("shelly-gen1", "relay/0/power", "64.25", null, 64.25, null, null)]
    [InlineData("shelly-gen1", "relay/0/energy", "36480", null, null, 608.0, null)]
    [InlineData("shelly-gen1", "temperature", "31.36", null, null, null, 31.36)]
    public void A_plugs_payloads_are_decoded(
        string codec, string rest, string payload, bool? closed, double? watt, double? wh, double? celsius)
    {
        var snapshot = (BoardSnapshot)Codecs[codec].Read(rest, Encoding.UTF8.GetBytes(payload))!.Value.Reading!;
        var socket = snapshot.Sockets.Single();
        Assert.Equal((closed, watt), (socket.Closed, socket.PowerW));
        Assert.Equal(wh ?? -1, socket.EnergyWh ?? -1, 6);
        Assert.Equal(celsius ?? -1, socket.TempC ?? -1, 6);
    }

    [Theory]
    [InlineData("tasmota", "LWT", "Online", true)]
    [InlineData("tasmota", "LWT", "Offline", false)]
    [InlineData("shelly", "online", "true", true)]
    [InlineData("shelly-gen1", "online", "false", false)]
    public void A_plug_reports_going_online_and_offline(string codec, string rest, string payload, bool isOnline) =>
        Assert.Equal(isOnline, Codecs[codec].Read(rest, Encoding.UTF8.GetBytes(payload))!.Value.IsOnline);

    [Theory]
    [InlineData("tasmota", "SENSOR", """{"ENERGY":{"Power":[1,2,3]}}""")]
    [InlineData("tasmota", "SENSOR", "[]")]
    [InlineData("tasmota", "STATE", "POWER")]
    [InlineData("shelly", "status/switch:0", """{"output":true,"apower":"much"}""")]
    [InlineData("shelly-gen1", "relay/0", "perhaps")]
    [InlineData("shelly-gen1", "relay/0/power", "64,25")]
    public void An_unreadable_payload_is_an_error_and_not_a_value(string codec, string rest, string payload) =>
        Assert.True(
            Record.Exception(() =>
                Codecs[codec].Read(
                    rest, Encoding.UTF8.GetBytes(
                        payload))) is FormatException or System.Text.Json.JsonException or InvalidOperationException);

    [Fact]
    public void A_plug_is_commanded_in_its_own_protocol_with_its_own_timer_where_it_has_one()
    {
        Command Order(string action) => new("c1", new("charger", "p"), action, default, default, [("socket", "1"), ("max_s", "28800")]);
        Assert.Equal(("cmnd/p/Backlog", "PulseTime1 28900; Power1 ON"), Codecs["tasmota"].Write(Order("start"), "p"));
        Assert.Equal(("cmnd/p/Power1", "OFF"), Codecs["tasmota"].Write(Order("cut"), "p"));
        Assert.Equal(
            ("p/rpc", """{"id":1,"src":"p/estate","method":"Switch.Set","params":{"id":0,"on":true,"toggle_after":28800},"tag":"c1"}"""),
            Codecs["shelly"].Write(Order("start"), "p"));
        Assert.Equal(("shellies/p/relay/0/command", "off"), Codecs["shelly-gen1"].Write(Order("cut"), "p"));
        Assert.Null(Codecs["shelly-gen1"].Write(Order("configure"), "p"));
    }

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
        Assert.Null(Codecs["shelly-gen1"].Read("overtemperature", "0"u8));
    }

    [Fact]
    public void A_plug_switched_on_by_hand_becomes_a_session_and_is_cut_when_it_gets_hot()
    {
        var charger = new TestCharger(1, values => values["codec"] = "tasmota") { IsDark = true };
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
