using System.Reflection;
using System.Text;
using System.Text.Json.Nodes;
using Estate.Adapters.Lorawan;
using Estate.Adapters.Mqtt;
using Estate.Adapters.Storage;
using Estate.Domain.Devices;
using Estate.Gateway.Observability;
using Estate.Gateway.Pipeline;
using Estate.Gateway.Profiles;
using Estate.Gateway.Tests.Configuration;
using Estate.TestKit;
using NodaTime;
using Xunit;

namespace Estate.Gateway.Tests.Pipeline.Devices;

/// <summary>
/// Every number of every message of every kind: finite or refused with its place, and what is accepted can be carried through and
/// written to the disk.
/// </summary>
public sealed class ReadingNumberTests : IDisposable
{
    private static readonly Instant Now = Instant.FromUtc(2026, 11, 29, 12, 0);

    private readonly TemporaryFolder _folder = new();
    private readonly GatewayMetrics _metrics = new();
    private readonly MessageDecoder _decoder;
    private readonly EstateStore _store;
    private readonly EstateMachine _machine = new(TestInventory.Kinds, TestInventory.Devices, []);

    public ReadingNumberTests()
    {
        var database = new EstateDatabase(_folder.File("estate.db"));
        _store = new(database, TestInventory.Kinds, new AuditChain(database, new byte[32]));
        _decoder = new("s1", TestInventory.Kinds, TestInventory.Devices.Select(one => one.Device), new byte[32]);
    }

    public static TheoryData<string, string, string> Types => [.. TestInventory.Kinds.SelectMany(kind =>
        kind.EventTypes.Keys.Select(type => (kind.Name, "event", type))
            .Concat(kind.TelemetryTypes.Keys.Select(type => (kind.Name, "telemetry", type))))];

    public void Dispose()
    {
        _store.Dispose();
        _metrics.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void A_number_is_finite_or_refused_with_its_place(string kindName, string channel, string type)
    {
        var sample = Message(kindName, channel, type);
        foreach (var bad in SampleJson.NotFinite)
            foreach (var (member, json) in SampleJson.With(sample, bad))
            {
                var (signals, rejection) = Decode($"estate/s1/{kindName}/one/{channel}", json);
                Assert.True(rejection is not null && signals.Count == 0, $"{member} = {bad} was taken");
                Assert.Contains(rejection.Reason == RejectReason.NotJson ? "byte" : member, rejection.Detail, StringComparison.Ordinal);
            }
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void Accepted_odd_numbers_are_processed_and_stored(string kindName, string channel, string type)
    {
        var sample = Message(kindName, channel, type);
        var taken = 0;
        foreach (var odd in SampleJson.Odd)
            foreach (var (member, json) in SampleJson.With(sample, odd))
            {
                var (signals, rejection) = Decode($"estate/s1/{kindName}/one/{channel}", json);
                Assert.True(rejection is null ? signals.Count > 0 : rejection.Detail.Length > 0, $"{member} = {odd}");
                signals.ForEach(Commit);
                taken += signals.Count;
            }
        Assert.True(taken > 0, "nothing was taken, so nothing was tried");
        Assert.Equal(0, TestDatabase.Count(_folder.File("estate.db"),
            "SELECT count(*) FROM fact WHERE body LIKE '%:-0,%' OR body LIKE '%:-0}%'"));
    }

    [Theory]
    [InlineData("status", """{"state":"online","boot":1}""")]
    [InlineData("reply", """{"id":"c","result":"executed","observed":{"power_w":1}}""")]
    public void Numbers_of_the_other_channels_are_finite_or_refused(string channel, string json)
    {
        foreach (var bad in SampleJson.NotFinite.Concat(SampleJson.Odd))
            foreach (var (member, text) in SampleJson.With(JsonNode.Parse(json)!, bad))
            {
                var (signals, rejection) = Decode($"estate/s1/charger/one/{channel}", text);
                Assert.True(signals.Count > 0 != rejection is not null, $"{member} = {bad}");
                // What nobody reads of a reply may be any JSON.
                var isGood = channel == "reply" ? rejection?.Reason != RejectReason.NotJson
                    : long.TryParse(bad, out var boot) && boot is >= 0 and <= 1L << 53;
                Assert.Equal(isGood, rejection is null);
                signals.ForEach(Commit);
            }
    }

    [Fact]
    public void An_invalid_radio_port_is_refused()
    {
        var kind = TestInventory.Kinds.Single(one => one.Name == "parking");
        var sensor = TestInventory.Device(kind, ("dev_eui", "0101010101010101")) with
        { Profile = ProfileBook.Shipped.Find("bosch-tps110")!.Profile };
        var network = new NetworkServerInput([sensor]);
        foreach (var (topic, sample) in new[]
        {
            ("application/a/device/0101010101010101/event/up",
                """{"deviceInfo":{"devEui":"0101010101010101"},"fPort":1,"data":"AQ=="}"""),
            ("v3/a/devices/b/up",
                """{"end_device_ids":{"dev_eui":"0101010101010101"},"uplink_message":{"f_port":1,"frm_payload":"AQ=="}}"""),
        })
            foreach (var bad in new[] { "1e999", "-1e999", "1.5", "-1", "256", "2147483648", "9007199254740993" })
                foreach (var (_, json) in SampleJson.With(JsonNode.Parse(sample)!, bad))
                    Assert.Equal("the port is 0 to 255", network.Decode(topic, Encoding.UTF8.GetBytes(json), false, Now, [])?.Detail);
    }

    private static JsonObject Message(string kindName, string channel, string type)
    {
        var kind = TestInventory.Kinds.Single(one => one.Name == kindName);
        var data = SampleJson.Of((channel == "event" ? kind.EventTypes : kind.TelemetryTypes)[type])!;
        // A word of a list, of which the schema says only that it is a text.
        if (data["pressed"] is not null)
            data["pressed"] = "short";
        var message = new JsonObject
        {
            ["at"] = Now.ToUnixTimeMilliseconds(),
            ["clock"] = "synced",
            ["age_ms"] = 5,
            ["type"] = type,
            ["data"] = data,
        };
        if (channel == "event")
            (message["id"], message["boot"], message["seq"]) = ("1-1", 1, 1);
        return message;
    }

    private (List<Signal> Signals, Rejection? Rejection) Decode(string topic, string json)
    {
        var signals = new List<Signal>();
        return (signals, _decoder.Decode(topic, Encoding.UTF8.GetBytes(json), false, Now, signals));
    }

    private void Commit(Signal signal)
    {
        var work = new PendingWork(_metrics);
        OutcomeSorter.Sort(_machine.Step(signal), work, null, null);
        _store.Commit(work.Batch);
    }

    internal static void AssertFinite(object reading)
    {
        foreach (var member in reading.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(one => one.GetIndexParameters().Length == 0))
            switch (member.GetValue(reading))
            {
                case double number:
                    Assert.True(double.IsFinite(number), $"{member.Name} is {number}");
                    break;
                case System.Collections.IEnumerable and not string and var all:
                    all.Cast<object>().ToList().ForEach(AssertFinite);
                    break;
            }
    }
}
