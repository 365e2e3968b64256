using System.Text;
using Estate.Adapters.Lorawan;
using Estate.Adapters.Mqtt;
using Estate.Domain.Devices;
using Estate.Gateway.Observability;
using Estate.Gateway.Pipeline;
using Estate.Gateway.Profiles;
using Estate.Gateway.Pipeline.Devices;
using Estate.Gateway.Tests.Configuration;
using Microsoft.Extensions.Time.Testing;
using NodaTime;
using Xunit;

namespace Estate.Gateway.Tests.Pipeline;

/// <summary>What reaches the loop while somebody floods, and in which order; the stopwatch stands.</summary>
public sealed class LoopInboxTests : IDisposable
{
    private const string Station = "estate/test/bins/one/telemetry", Board = "estate/test/charger/one/";
    private const string Level = """{"at":0,"clock":"unknown","age_ms":0,"type":"fill","data":{"category":"wet","fill":0.5}}""";
    private const string Cool = """{"at":0,"clock":"unknown","type":"sockets","data":{"sockets":[{"socket":1,"temp_c":30}]}}""";
    private const string Hot = """{"at":0,"clock":"unknown","type":"sockets","data":{"sockets":[{"socket":1,"temp_c":75}]}}""";
    private const string Smoke = """{"id":"s1","boot":1,"seq":1,"at":0"""
        + ""","clock":"unknown","type":"protection","data":{"kind":"smoke","active":true}}""";
    private const string Over = """{"id":"s2","boot":1,"seq":2,"at":0"""
        + ""","clock":"unknown","type":"protection","data":{"kind":"smoke","active":false}}""";

    private static readonly Instant Now = Instant.FromUtc(2026, 11, 24, 12, 0);

    private readonly GatewayMetrics _metrics = new();
    private readonly LoopInbox _inbox;
    private int _receipts;

    public LoopInboxTests() => _inbox = NewInbox([]);

    public void Dispose()
    {
        _inbox.Dispose();
        _metrics.Dispose();
    }

    [Fact]
    public async Task A_flood_delays_others_by_one_message_and_an_inspection_by_two()
    {
        Flood(Station, Level);
        Offer(Board + "telemetry", Cool);
        var look = new Inspection(() => { });
        await _inbox.WriteAsync(look);
        var first = Dequeue(4);
        Assert.Contains(first, one => one is RawMessage { Topic: Board + "telemetry" });
        Assert.Contains(look, first);
    }

    [Fact]
    public void Wired_inputs_and_requests_go_first()
    {
        Flood(Station, Level);
        var wire = new SignalMessage(new Tick(Now));
        Assert.True(_inbox.OfferUrgent(wire));
        Assert.Same(wire, Dequeue(1)[0]);
    }

    [Fact]
    public void A_flood_of_internal_messages_does_not_delay_devices()
    {
        for (var i = 0; i < 100; i++)
            Assert.True(_inbox.Offer(new SignalMessage(new Tick(Now))));
        Offer(Station, Level);
        Assert.Contains(Dequeue(2), one => one is RawMessage);
    }

    [Theory]
    [InlineData("event", Smoke)]
    [InlineData("telemetry", Hot)]
    public void An_urgent_message_keeps_its_order_after_its_devices_earlier_ones(string channel, string urgent)
    {
        Flood(Board + "telemetry", Cool);
        Offer(Board + channel, urgent);
        Offer(Board + "event", Over);
        var taken = Dequeue(5_000).Cast<RawMessage>().ToList();
        Assert.Equal(urgent, Encoding.UTF8.GetString(taken[^1].Payload));
        Assert.True(taken[^1].IsBeyondBudget);
        // One reading of the flood is looked at all the same, in its place.
        Assert.Equal(1, taken.SkipLast(1).Count(one => one.IsBeyondBudget));
    }

    [Fact]
    public void A_possibly_urgent_message_is_recognised_in_any_JSON_form()
    {
        var triage = new Triage(NewDecoder([]), TestInventory.Kinds);
        Assert.True(MayBeUrgent(Board + "event", Smoke));
        Assert.True(MayBeUrgent(Board + "event", Smoke.Replace("protection", "prot\\u0065ction", StringComparison.Ordinal)));
        Assert.True(MayBeUrgent("estate/test/gate/one/telemetry", """{"type":"inputs"}"""));
        Assert.True(MayBeUrgent("estate/test/bins/one/event", """{"type":"fire"}"""));
        Assert.True(MayBeUrgent("tele/kitchen/SENSOR", "{}"));
        Assert.False(MayBeUrgent(Station, Level));
        Assert.False(MayBeUrgent(Board + "event", "not json"));

        bool MayBeUrgent(string topic, string payload) => triage.MayBeUrgent(topic, Encoding.UTF8.GetBytes(payload));
    }

    [Fact]
    public void A_message_that_is_only_counted_is_acknowledged_to_the_broker()
    {
        const int said = 3_000;
        for (var i = 0; i < said; i++)
            Assert.True(Offer(Station, Level));
        Assert.Equal(said, _receipts + Dequeue(said).Count);
    }

    [Fact]
    public void Without_any_room_the_broker_redelivers_later()
    {
        var devices = Enumerable.Range(0, 50).Select(i => new DeviceId("bins", $"d{i}")).ToList();
        using var inbox = NewInbox(devices);
        var all = devices.SelectMany(device =>
            Enumerable.Range(0, 450).Select(_ => inbox.Offer(Message($"estate/test/{device}/telemetry", Level)))).ToList();
        Assert.Equal(FairQueue.MaxMessages, all.Count(isTaken => isTaken));
        Assert.Equal(0, _receipts);
    }

    [Theory]
    [InlineData("estate/test/bins/one/event", "bins/one")]
    [InlineData("estate/test/bins/nobody/event", "gateway/self")]
    [InlineData("estate/other/bins/one/event", "gateway/self")]
    [InlineData("tele/kitchen/SENSOR", "charger/plug")]
    [InlineData("stat/kitchen/RESULT", "charger/plug")]
    [InlineData("application/a/device/0101010101010101/event/up", "parking/bay")]
    [InlineData("application/a/device/0202020202020202/event/up", "gateway/self")]
    [InlineData("anything", "gateway/self")]
    public void The_sender_is_known_before_decoding(string topic, string speaker)
    {
        var decoder = NewDecoder([]);
        // A radio sensor is known by its topic once something of it was read.
        decoder.Decode("application/a/device/0101010101010101/event/up",
            """{"deviceInfo":{"devEui":"0101010101010101"},"fPort":1,"data":"AQ=="}"""u8, false, Now, []);
        Assert.Equal(DeviceId.Parse(speaker), decoder.SpeakerOf(topic));
    }

    private LoopInbox NewInbox(IEnumerable<DeviceId> more)
    {
        var (decoder, clock) = (
            NewDecoder(more),
            new GatewayClock(PlatformServices.Real with { Time = new FakeTimeProvider(TimeProvider.System.GetUtcNow()) }));
        return new(decoder, new Triage(decoder, TestInventory.Kinds), new Budgets(clock, []), _metrics);
    }

    private static MessageDecoder NewDecoder(IEnumerable<DeviceId> more)
    {
        var plug = new DeviceSettings(
            new("charger", "plug"), new Dictionary<string, string> { ["topic"] = "kitchen" })
        { Profile = ProfileBook.Shipped.Find("tasmota")!.Profile };
        var bay = new DeviceSettings(
            new("parking", "bay"), new Dictionary<string, string>
            { ["dev_eui"] = "0101010101010101", ["lot"] = "one" })
        { Profile = ProfileBook.Shipped.Find("bosch-tps110")!.Profile };
        IReadOnlyList<DeviceSettings> inventory = [.. TestInventory.Devices, plug, bay];
        return new("test", TestInventory.Kinds, [.. inventory.Select(one => one.Device), .. more], new byte[32])
        {
            Foreign = new ForeignTopics(inventory),
            Network = new NetworkServerInput(inventory),
        };
    }

    /// <summary>More than any budget.</summary>
    private void Flood(string topic, string payload)
    {
        for (var i = 0; i < 5_000; i++)
            Offer(topic, payload);
    }

    private bool Offer(string topic, string payload) => _inbox.Offer(Message(topic, payload));

    private RawMessage Message(string topic, string payload) =>
        new(topic, Encoding.UTF8.GetBytes(payload), IsRetained: false, Now, () => _receipts++);

    private List<Inbound> Dequeue(int atMost)
    {
        var taken = new List<Inbound>();
        while (taken.Count < atMost && _inbox.TryTake(out var one))
            taken.Add(one!);
        return taken;
    }
}
