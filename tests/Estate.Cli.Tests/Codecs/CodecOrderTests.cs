using System.Collections.Concurrent;
using System.Text;
using Estate.Adapters.Lorawan;
using Estate.Cli.Tests.Commands;
using Estate.FirmwareSim;
using Estate.TestKit;
using Xunit;

namespace Estate.Cli.Tests.Codecs;

/// <summary>An order's way through a maker's codec to the network server, in the gateway as it is run.</summary>
public sealed class CodecOrderTests
{
    private const string Eui = "0202020202020202";
    private const string Device = $"- {{ id: charger/radio, dev_eui: \"{Eui}\", profile: radio-plug }}";

    private const string Profile = """
        title: { zh: 插座, en: Plug }
        maker: Ours
        source: { link: "https://example.org/", version: "1" }
        kind: charger
        lorawan: { codec: radio-plug.js, class: C }
        habits: { every: 10m }
        messages:
          - from: decoded
            gives:
              - socket:
                  { closed: payload.on, power_w: payload.w, over_temperature: payload.t, over_power: payload.p, over_current: payload.c }
        orders:
          cut: { data: { relay: "off", socket: "{socket}" } }
        tests:
          - { decoded: { on: true, w: 5 }, gives: [ { socket: { closed: true, power_w: 5 } } ] }
          - { order: cut, with: { socket: "2" }, says: { data: { relay: "off", socket: 2 } } }
        """;

    private const string Codec = """
        function decodeUplink(i) {
          var f = i.bytes[1]; return { data: { on: i.bytes[0] === 1, w: 64, t: !!(f & 1), p: !!(f & 2), c: !!(f & 4) } };
        }
        function encodeDownlink(i) { return { bytes: [0xC0 + i.data.socket, i.data.relay === 'off' ? 0 : 1], fPort: 85 }; }
        """;

    private readonly ConcurrentQueue<(string Topic, string Text)> _heard = new();

    [Fact]
    public async Task An_order_goes_to_where_its_device_was_heard_and_a_changed_codec_writes_the_next_once_it_is_proven()
    {
        using var estate = await GatewayProcess.StartAsync("", Device, ("radio-plug.yaml", Profile), ("radio-plug.js", Codec));
        var server = await estate.SpeakerAsync("lorawan", Downlink.Filters);
        server.MessageReceived = message => _heard.Enqueue((message.Topic, Encoding.UTF8.GetString(message.Payload)));

        ChirpStack(server, flags: 1);
        var (topic, text) = await NextAsync();
        Assert.Equal($"application/x/device/{Eui}/command/down", topic);
        Assert.StartsWith(
            $"{{\"devEui\":\"{Eui}\",\"confirmed\":false,\"fPort\":85,\"data\":\"wQA=\",\"expiresAt\":\"20", text,
            StringComparison.Ordinal);

        await ChangeAsync(estate, "function (", "the codec radio-plug.js stays as it was: ");
        await ChangeAsync(estate, "function decode() {}", "it has none of the functions decodeUplink, Decode, Decoder, encodeDownlink");
        server.Publish("v3/estate/devices/radio/up", Encoding.UTF8.GetBytes(
            $"{{\"end_device_ids\":{{\"dev_eui\":\"{Eui}\"}},\"uplink_message\":{{\"f_port\":85,\"frm_payload\":\"AQM=\"}}}}"));
        (topic, text) = await NextAsync();
        Assert.Equal(
            ("v3/estate/devices/radio/down/push", """{"downlinks":[{"f_port":85,"frm_payload":"wQA=","priority":"HIGH"}]}"""),
            (topic, text));

        await File.WriteAllTextAsync(
            Path.Combine(estate.Data.Profiles, "radio-plug.js"), Codec.Replace("0xC0", "0x20", StringComparison.Ordinal));
        await Eventually.UntilAsync(() => Conditions(estate, "profiles_unusable\"%\"is_active\":false"), count => count == 1);
        ChirpStack(server, flags: 7);
        Assert.Contains("\"data\":\"IQA=\"", (await NextAsync()).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_codec_cannot_write_is_refused_with_a_reason_and_told_when_it_repeats()
    {
        using var estate = await GatewayProcess.StartAsync(
            "", Device, ("radio-plug.yaml", Profile),
            ("radio-plug.js", Codec.Replace("fPort: 85", "fPort: i.data.socket === 1 ? 0 : 85", StringComparison.Ordinal)));
        var server = await estate.SpeakerAsync("lorawan", Downlink.Filters);

        foreach (var flags in new[] { 1, 3 })
            ChirpStack(server, flags);
        await Eventually.UntilAsync(() => estate.MetricAsync("estate_rejects_total{reason=\"order_not_sent\"}"), count => count == 2);
        Assert.Equal(0, await Conditions(estate, "orders_not_sent\"%\"is_active\":true"));
        ChirpStack(server, flags: 7);
        await Eventually.UntilAsync(
            () => Conditions(estate, "orders_not_sent\"%charger/radio cut (codec radio-plug.js: its fPort is missing, or not 1 to 223)"),
            count => count == 1);
        Assert.Empty(_heard);
    }

    private static async Task ChangeAsync(GatewayProcess estate, string text, string said)
    {
        await File.WriteAllTextAsync(Path.Combine(estate.Data.Profiles, "radio-plug.js"), text);
        await Eventually.UntilAsync(() => Conditions(estate, $"profiles_unusable\"%{said}"), count => count >= 1);
    }

    /// <summary>What the gateway said of itself.</summary>
    private static Task<long> Conditions(GatewayProcess estate, string like) => Task.FromResult(TestDatabase.Count(estate.Data.Database,
        $"SELECT count(*) FROM fact WHERE json_extract(body, '$.type') = 'host_condition_changed' AND body LIKE '%{like}%'"));

    private async Task<(string Topic, string Text)> NextAsync()
    {
        (string, string) next = default;
        await Eventually.UntilAsync(() => _heard.TryDequeue(out next));
        return next;
    }

    private static void ChirpStack(DeviceClient server, int flags) => server.Publish(
        $"application/x/device/{Eui}/event/up", Encoding.UTF8.GetBytes(
            $"{{\"deviceInfo\":{{\"devEui\":\"{Eui}\"}},\"fPort\":85,\"data\":\"{Convert.ToBase64String([1, (byte)flags])}\"}}"));
}
