using System.Text.Json;
using Estate.Domain.Devices;
using Estate.Domain.Network;
using NodaTime;
using Xunit;

namespace Estate.Domain.Tests.Network;

/// <summary>A box that speaks MQTT itself.</summary>
public sealed class SpeakingBoxTests
{
    private static readonly DeviceId Box = new("network", "ap-1");
    private readonly EstateMachine _machine = new([new NetworkKind()], [new(Box, new Dictionary<string, string>())], []);
    private Instant _now = Instant.FromUtc(2026, 3, 2, 8, 0);
    private long _seq;

    [Fact]
    public void It_says_how_it_is_and_is_silent_after_a_quarter_of_an_hour()
    {
        Assert.Empty(Say("""{"uptime_s":60,"clients":17,"loss_pct":0.5,"uplink_up":true}"""));
        var state = (NetworkState)_machine.StateOf(Box)!;
        Assert.Equal((17, 0.5f, true), (state.Clients, state.LossPct, state.UplinkUp));
        _now += Duration.FromMinutes(16);
        Assert.Equal("silent", Assert.Single(FactsOf(new Tick(_now)).SelectMany(fact => fact.Conditions)).Type);
        var back = Say("""{"uptime_s":3,"clients":0,"uplink_up":false,"loss_pct":30}""");
        Assert.Equal(["silent", "uplink_down", "uplink_loss"], back.SelectMany(fact => fact.Conditions).Select(one => one.Type).Order());
        Assert.Single(back.OfType<NetworkRestarted>());
    }

    [Fact]
    public void Few_clients_are_no_number_where_others_than_staff_look()
    {
        Say("""{"clients":4}""");
        var (card, home) = (_machine.Card(Box)!, _machine.HomeAssistantReportOf(Box)!);
        Assert.Equal("fewer than 5", card.Lines.Single(line => line.Label.En == "Clients").Value.En);
        Assert.Null(home.Values.Single(value => value.Key == "clients").Number);
        Say("""{"clients":5}""");
        Assert.Equal("5", _machine.Card(Box)!.Lines.Single(line => line.Label.En == "Clients").Value.En);
        Assert.Equal(5, _machine.HomeAssistantReportOf(Box)!.Values.Single(value => value.Key == "clients").Number);
    }

    [Theory]
    [InlineData("""{"clients":-1}""", "clients is 0 to 100000")]
    [InlineData("""{"clients":1.5}""", "clients is a whole number")]
    [InlineData("""{"clients":1e9}""", "clients is 0 to 100000")]
    [InlineData("""{"loss_pct":101}""", "loss_pct is 0 to 100")]
    [InlineData("""{"uptime_s":-3}""", "uptime_s is 0 to 10000000000")]
    public void What_cannot_be_is_refused(string data, string why) =>
        Assert.Equal(why, Reading(data).Fault?.Detail);

    [Fact]
    public void What_was_so_before_changes_nothing()
    {
        Say("""{"clients":17}""");
        var old = EventTime.Now(_now - Duration.FromMinutes(1)) with { ReceivedAt = _now };
        var said = _machine.Step(new DeviceTelemetry(Box, old, Reading("""{"clients":9}""")), Duration.Zero, ClockTrust.Synced, _now);
        Assert.Equal(RejectReason.Overtaken, said.OfType<Refused>().Single().Rejection.Reason);
        Assert.Equal(17, ((NetworkState)_machine.StateOf(Box)!).Clients);
    }

    private List<Fact> Say(string data)
    {
        _now += Duration.FromMinutes(1);
        return FactsOf(new DeviceEvent(Box, new($"e{++_seq}", 1, _seq, (ulong)_seq), EventTime.Now(_now), Reading(data)));
    }

    private List<Fact> FactsOf(Signal signal) =>
        [.. _machine.Step(signal, _now - Instant.FromUtc(2026, 3, 2, 0, 0), ClockTrust.Synced, _now).OfType<Recorded>()
            .Select(one => one.Fact)];

    private static NetworkReading Reading(string data) => JsonSerializer.Deserialize(data, NetworkWire.Reader.NetworkReading)!;
}
