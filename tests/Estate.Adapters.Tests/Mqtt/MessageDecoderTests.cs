using System.Text;
using Estate.Adapters.Mqtt;
using Estate.Domain.Bins;
using Estate.Domain.Credentials;
using Estate.Domain.Devices;
using FsCheck;
using FsCheck.Fluent;
using NodaTime;
using Xunit;

namespace Estate.Adapters.Tests.Mqtt;

public sealed class MessageDecoderTests
{
    private const string Topic = "estate/s1/bins/station-1/event";
    private const string Good = """{"id":"1-0","boot":1,"seq":0,"at":1772409600000"""
        + ""","clock":"synced","type":"tap","data":{"card":"04A1B2C3"}}""";

    private static readonly Instant Received = Instant.FromUnixTimeMilliseconds(1772409601000);

    private readonly MessageDecoder _decoder = new(
        "s1", [new StationKind(new CardHasher(new byte[CardHasher.KeyBytes]))], [new DeviceId("bins", "station-1")], new byte[32]);

    [Fact]
    public void A_tap_is_decoded_and_its_card_becomes_a_token()
    {
        var (signals, rejection) = Decode(Topic, Good);
        Assert.Null(rejection);
        var heard = Assert.IsType<DeviceEvent>(Assert.Single(signals));
        Assert.Equal(("1-0", 1, 0), (heard.Header.Id, heard.Header.Boot, heard.Header.Seq));
        Assert.DoesNotContain("A1B2C3", heard.ToString(), StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("not json at all", RejectReason.NotJson)]
    [InlineData("", RejectReason.NotJson)]
    [InlineData("""{"id":"1-0","boot":1,"seq":0,"at":17724""", RejectReason.NotJson)]
    [InlineData(
        """{"id":"1-0","boot":1,"seq":0,"at":NaN,"clock":"synced","type":"tap","data":{"card":"04A1B2C3"}}""", RejectReason.NotJson)]
    [InlineData("[]", RejectReason.BadMember)]
    [InlineData("7", RejectReason.BadMember)]
    [InlineData("null", RejectReason.BadMember)]
    [InlineData(
        """{"boot":1,"seq":0,"at":1772409600000,"clock":"synced","type":"tap","data":{"card":"04A1B2C3"}}""", RejectReason.MissingMember)]
    [InlineData("""{"id":"1-0","boot":1,"seq":0,"at":1772409600000,"clock":"synced","type":"tap","data":{}}""", RejectReason.MissingMember)]
    [InlineData("""{"id":"1-0","boot":1,"seq":0,"at":1772409600000,"clock":"synced","type":"tap"}""", RejectReason.MissingMember)]
    [InlineData(
        """{"id":"1-0","id":"1-1","boot":1,"seq":0,"at":1772409600000,"clock":"synced","type":"tap","data":{"card":"04A1B2C3"}}""",
        RejectReason.DuplicateMember)]
    [InlineData(
        """{"id":"1-0","boot":1,"seq":0,"at":1772409600000,"clock":"synced","type":"fire","data":{"burning":true,"burning":false}}""",
        RejectReason.DuplicateMember)]
    [InlineData(
        """{"id":"1-0","boot":"1","seq":0,"at":1772409600000,"clock":"synced","type":"tap","data":{"card":"04A1B2C3"}}""",
        RejectReason.BadMember)]
    [InlineData(
        """{"id":"1-0","boot":-1,"seq":0,"at":1772409600000,"clock":"synced","type":"tap","data":{"card":"04A1B2C3"}}""",
        RejectReason.BadMember)]
    [InlineData(
        """{"id":"1-0","boot":1,"seq":9223372036854775807,"at":1772409600000,"clock":"synced","type":"tap","data":{"card":"04A1B2C3"}}""",
        RejectReason.BadMember)]
    [InlineData(
        """{"id":"1-0","boot":1,"seq":0,"at":1772409600000,"clock":3,"type":"tap","data":{"card":"04A1B2C3"}}""", RejectReason.BadMember)]
    [InlineData(
        """{"id":"1-0","boot":1,"seq":0,"at":1772409600000,"clock":"synced","type":"lid","data":{"category":2,"open":true}}""",
        RejectReason.BadMember)]
    [InlineData(
        """{"id":"","boot":1,"seq":0,"at":1772409600000,"clock":"synced","type":"tap","data":{"card":"04A1B2C3"}}""",
        RejectReason.BadMember)]
    [InlineData(
        """{"id":null,"boot":1,"seq":0,"at":1772409600000,"clock":"synced","type":"tap","data":{"card":"04A1B2C3"}}""",
        RejectReason.BadMember)]
    [InlineData(
        """{"id":"1-0","boot":1,"seq":0,"at":1772409600000,"clock":"perfect","type":"tap","data":{"card":"04A1B2C3"}}""",
        RejectReason.BadMember)]
    [InlineData(
        """{"id":"1-0","boot":1,"seq":0,"at":1772409600000,"clock":"synced","type":"tap","data":{"card":12345678}}""",
        RejectReason.BadMember)]
    [InlineData(
        """{"id":"1-0","boot":1,"seq":0,"at":1772409600000,"clock":"synced","type":"tap","data":{"card":"1"}}""", RejectReason.BadMember)]
    [InlineData(
        """{"id":"1-0","boot":1,"seq":0,"at":1772409600000,"clock":"synced","type":"tap","data":"04A1B2C3"}""", RejectReason.BadMember)]
    [InlineData("""{"id":"1-0","boot":1,"seq":0,"at":1772409600000,"clock":"synced","type":"sing","data":{}}""", RejectReason.UnknownType)]
    [InlineData("""{"id":"1-0","boot":1,"seq":0,"at":1772409600000"""
        + ""","clock":"synced","type":"deposit","data":{"session":"s","category":"glass","grams":5}}""", RejectReason.BadMember)]
    [InlineData("""{"id":"1-0","boot":1,"seq":0,"at":1772409600000"""
        + ""","clock":"synced","type":"deposit","data":{"session":"s","category":"wet","grams":-5}}""", RejectReason.BadMember)]
    [InlineData("""{"id":"1-0","boot":1,"seq":0,"at":1772409600000"""
        + ""","clock":"synced","type":"deposit","data":{"session":"s","category":"wet","grams":1e99}}""", RejectReason.BadMember)]
    public void Bad_input_is_rejected_with_a_reason(string payload, string reason)
    {
        var (signals, rejection) = Decode(Topic, payload);
        Assert.Equal(reason, rejection?.Reason);
        Assert.NotEmpty(rejection!.Detail);
        Assert.Empty(signals);
    }

    [Theory]
    [InlineData("estate/s1/bins/station-1", RejectReason.BadTopic)]
    [InlineData("estate/s1/bins/station-1/event/more", RejectReason.BadTopic)]
    [InlineData("estate/other/bins/station-1/event", RejectReason.BadTopic)]
    [InlineData("estate/s1/bins/Station-1/event", RejectReason.BadTopic)]
    [InlineData("estate/s1/bins/station-1/gossip", RejectReason.BadTopic)]
    [InlineData("estate/s1/elevators/lift-1/event", RejectReason.UnknownKind)]
    [InlineData("estate/s1/bins/station-7/event", RejectReason.NotInInventory)]
    [InlineData("estate/s1/bins/station-1/command", RejectReason.CommandEcho)]
    [InlineData("estate/s1/bins/station-1/ack", RejectReason.CommandEcho)]
    public void A_topic_that_is_not_the_devices_own_is_rejected_with_a_reason(string topic, string reason) =>
        Assert.Equal(reason, Decode(topic, Good).Rejection?.Reason);

    [Fact]
    public void A_retained_event_is_refused_and_a_retained_status_is_not()
    {
        Assert.Equal(RejectReason.Retained, Decode(Topic, Good, isRetained: true).Rejection?.Reason);
        Assert.Null(Decode("estate/s1/bins/station-1/status", """{"state":"online","boot":1}""", isRetained: true).Rejection);
    }

    [Fact]
    public void A_megabyte_and_a_deep_nest_are_refused()
    {
        Assert.Equal(RejectReason.TooLarge, Decode(Topic, Good.PadRight(1_000_000)).Rejection?.Reason);
        var nested = string.Concat(Enumerable.Repeat("[", 40)) + string.Concat(Enumerable.Repeat("]", 40));
        Assert.Equal(
            RejectReason.TooDeep,
            Decode(Topic, Good.Replace("{\"card\"", "{\"x\":" + nested + ",\"card\"", StringComparison.Ordinal)).Rejection?.Reason);
        var deeper = string.Concat(Enumerable.Repeat("[", 30_000));
        Assert.Equal(RejectReason.TooDeep, Decode(Topic, deeper).Rejection?.Reason);
    }

    [Fact]
    public void A_clock_fifty_years_off_is_decoded_but_not_trusted()
    {
        var heard = (DeviceEvent)Decode(Topic, Good.Replace("1772409600000", "194572800000", StringComparison.Ordinal)).Signals.Single();
        Assert.False(heard.Time.IsTimeKnown);
        var aged = (DeviceEvent)Decode(Topic, Good.Replace("1772409600000,", "194572800000,\"age_ms\":60000,", StringComparison.Ordinal))
            .Signals.Single();
        Assert.Equal(Received - Duration.FromMinutes(1), aged.Time.At);
        Assert.Null(
            Decode(Topic,
            Good.Replace(
                "1772409600000", long.MaxValue.ToString(System.Globalization.CultureInfo.InvariantCulture),
                StringComparison.Ordinal)).Rejection);
    }

    [Fact]
    public void A_repeated_event_has_the_same_hash_whatever_its_age_and_another_body_does_not()
    {
        ulong Hash(string payload) => ((DeviceEvent)Decode(Topic, payload).Signals.Single()).Header.BodyHash;
        Assert.Equal(Hash(Good), Hash(Good.Replace("}}", "},\"age_ms\":5000}", StringComparison.Ordinal)));
        Assert.NotEqual(Hash(Good), Hash(Good.Replace("04A1B2C3", "04A1B2C4", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_batch_is_accepted_whole_or_not_at_all()
    {
        const string topic = "estate/s1/bins/station-1/telemetry";
        const string one = """{"at":1772409600000,"clock":"synced","type":"fill","data":{"category":"wet","fill":0.5}}""";
        Assert.Equal(3, Decode(topic, $"[{one},{one},{one}]").Signals.Count);
        var (signals, rejection) = Decode(topic, $"[{one},{one.Replace("0.5", "1.5", StringComparison.Ordinal)}]");
        Assert.Equal((0, RejectReason.BadMember), (signals.Count, rejection?.Reason));
        Assert.Equal(RejectReason.BadMember, Decode(topic, "[null]").Rejection?.Reason);
        Assert.Equal(RejectReason.TooLarge, Decode(topic, $"[{string.Join(',', Enumerable.Repeat(one, 501))}]").Rejection?.Reason);
    }

    [Theory]
    [InlineData(Good)]
    [InlineData("""{"data":{"card":"04A1B2C3"},"type":"tap","clock":"synced","at":1772409600000,"seq":0,"boot":1,"id":"1-0"}""")]
    [InlineData("""{"vendor":{"deep":[1,{"a":2}]},"id":"1-\u0030","boot":1,"seq":0,"at":1772409600000"""
        + ""","clock":"synced","type":"tap","age_ms":null,"data":{"card":"04A1B2C3","more":[]}}""")]
    [InlineData("""{"id":"1-0","boot":1,"seq":0,"at":1772409600000,"age_ms":5000"""
        + ""","clock":"synced","type":"deposit","data":{"session":"s","category":"wet","grams":500}}""")]
    public void A_message_is_read_in_one_pass_and_means_what_a_closer_look_finds(string payload)
    {
        var kind = new StationKind(new CardHasher(new byte[CardHasher.KeyBytes]));
        Assert.True(new EnvelopeReader(Encoding.UTF8.GetBytes(payload), kind.EventTypes, isEvent: true).TryRead(1, []));
        Assert.Equal(CloserLook(payload).Signals.Single(), Decode(Topic, payload).Signals.Single());
    }

    [Theory]
    [InlineData("""{"id":"1-0","id":"1-0","boot":1,"seq":0,"at":1772409600000,"clock":"synced","type":"tap","data":{"card":"04A1B2C3"}}""")]
    [InlineData("""{"id":"1-0","boot":1,"seq":0,"at":1772409600000,"clock":"synced","type":"tap","data":{"card":"04A1B2C3"}} {}""")]
    [InlineData("""{"id":"1-0","boot":1,"seq":0,"at":1772409600000,"clock":"synced","type":"tap","data":{"card":"04A1B2C3"}""")]
    [InlineData("""{"id":"1-0","boot":1.5,"seq":0,"at":1772409600000,"clock":"synced","type":"tap","data":{"card":"04A1B2C3"}}""")]
    [InlineData("""{"id":"1-0","boot":1,"seq":0,"at":1772409600000,"clock":"synced","type":"tap","data":null}""")]
    [InlineData(
        """{"id":"1-0","boot":1,"seq":0,"at":1772409600000,"clock":"synced","type":"tap","data":{"card":"04A1B2C3","a":1,"a":1}}""")]
    [InlineData(
        """{"id":"1-0","boot":1,"seq":0,"at":1772409600000,"clock":"synced","type":"tap","data":{"card":"04A1B2C3","a":{"b":1,"b":1}}}""")]
    public void What_leaves_a_doubt_is_not_read_in_one_pass(string payload) => Assert.False(new EnvelopeReader(
        Encoding.UTF8.GetBytes(payload), new StationKind(new CardHasher(new byte[CardHasher.KeyBytes])).EventTypes,
        isEvent: true).TryRead(1, []));

    [Theory]
    [InlineData(
        """{"a":1,"data":{"card":"04A1B2C3","a":1,"a":1},"id":"1-0","boot":1,"seq":0,"at":1772409600000,"clock":"synced","type":"tap"}""")]
    [InlineData(
        """{"id":"1-0","boot":1,"seq":0,"at":1772409600000,"clock":"synced","type":"tap","data":{"card":"04A1B2C3","a":{"b":1,"b":1}}}""")]
    public void A_member_that_nobody_reads_is_not_there_twice_either(string payload) =>
        Assert.Equal(RejectReason.DuplicateMember, Decode(Topic, payload).Rejection?.Reason);

    [Fact]
    public void Both_ways_of_reading_agree_on_spoilt_messages()
    {
        var (random, accepted) = (new Random(12), 0);
        for (var i = 0; i < 20_000; i++)
        {
            var letters = Good.ToCharArray();
            for (var change = random.Next(1, 3); change > 0; change--)
                letters[random.Next(letters.Length)] = "{}[]\",:0e-1u.\\ "[random.Next(15)];
            var payload = new string(letters);
            if (!payload.Contains("\"synced\"", StringComparison.Ordinal))
                continue;
            var (close, once) = (CloserLook(payload), Decode(Topic, payload));
            Assert.Equal((close.Rejection, close.Signals.SingleOrDefault()), (once.Rejection, once.Signals.SingleOrDefault()));
            accepted += once.Signals.Count;
        }
        Assert.NotEqual(0, accepted);
    }

    /// <summary>The clock in capitals is taken, and not in one pass.</summary>
    private (List<Signal> Signals, Rejection? Rejection) CloserLook(string payload) =>
        Decode(Topic, payload.Replace("\"synced\"", "\"SYNCED\"", StringComparison.Ordinal));

    [Fact]
    public void No_bytes_make_it_throw() =>
        Prop.ForAll(ArbMap.Default.ArbFor<byte[]>(), bytes =>
        {
            foreach (var channel in new[] { "event", "telemetry", "status", "reply" })
                _decoder.Decode($"estate/s1/bins/station-1/{channel}", bytes, false, Received, []);
            return true;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void No_mutation_of_a_good_message_makes_it_throw_or_yields_half_a_result()
    {
        var random = new Random(11);
        var seeds = new[] { Good, """{"state":"online","boot":1}""", """{"id":"c","result":"executed"}""",
            """[{"at":1,"clock":"synced","type":"climate","data":{"temperature_c":20.5}}]""" };
        for (var i = 0; i < 50_000; i++)
        {
            var bytes = Encoding.UTF8.GetBytes(seeds[random.Next(seeds.Length)]);
            for (var change = random.Next(1, 4); change > 0; change--)
                bytes[random.Next(bytes.Length)] = random.Next(3) == 0 ? (byte)random.Next(256) : (byte)"{}[]\",:0e-nu.\\"[random.Next(14)];
            foreach (var channel in new[] { "event", "telemetry", "status", "reply" })
            {
                var signals = new List<Signal>();
                var rejection = _decoder.Decode($"estate/s1/bins/station-1/{channel}", bytes, false, Received, signals);
                Assert.Equal(rejection is null, signals.Count > 0 || Encoding.UTF8.GetString(bytes).Trim() == "[]");
                _decoder.FindRefusable($"estate/s1/bins/station-1/{channel}", bytes);
            }
        }
    }

    private (List<Signal> Signals, Rejection? Rejection) Decode(string topic, string payload, bool isRetained = false)
    {
        var signals = new List<Signal>();
        return (signals, _decoder.Decode(topic, Encoding.UTF8.GetBytes(payload), isRetained, Received, signals));
    }
}
