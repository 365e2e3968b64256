using System.Text;
using Estate.Cli.Tests.Commands;
using Estate.FirmwareSim;
using Estate.TestKit;
using Xunit;

namespace Estate.Cli.Tests.Codecs;

/// <summary>From a network server's uplink through a maker's codec and its profile to the car park, in the gateway as it is run.</summary>
public sealed class CodecGatewayTests
{
    private const string Eui = "0101010101010101", Topic = $"application/x/device/{Eui}/event/up";
    private const string Device =
        $"- {{ id: lot/main }}\n  - {{ id: parking/radio, bay: R01, lot: main, dev_eui: \"{Eui}\", profile: ours }}";

    private const string Profile = """
        title: { zh: 车位探头, en: Bay sensor }
        maker: Ours
        source: { link: "https://example.org/", version: "1" }
        kind: parking
        lorawan: { codec: ours.js, function: decodeUplink }
        habits: { every: 24h }
        messages:
          - from: decoded
            gives: [ { bay: { occupied: payload.taken, battery_v: payload.volts } } ]
        tests:
          - { decoded: { taken: true, volts: 3.6 }, gives: [ { bay: { occupied: true, battery_v: 3.6 } } ] }
        """;

    private const string Codec = """
        function decodeUplink(input) {
          if (input.fPort === 9) return { errors: ['unknown port'] };
          if (input.fPort === 66) throw new Error('not of this sensor');
          return { data: { taken: Buffer.from(input.bytes).readUInt8(0) === 1, volts: NaN } };
        }
        """;

    [Fact]
    public async Task An_uplink_is_read_by_its_makers_codec_and_one_that_fails_again_and_again_is_stopped()
    {
        using var estate = await GatewayProcess.StartAsync("", Device, ("ours.yaml", Profile), ("ours.js", Codec));
        var server = await estate.SpeakerAsync("lorawan");

        Uplink(server, 1, "AQ==");
        await FreeAsync(estate, occupied: 1);
        Uplink(server, 9, "AA==");
        await Eventually.UntilAsync(() => estate.MetricAsync("estate_rejects_total{reason=\"codec_failed\"}"), count => count == 1);

        for (var n = 1; n <= 4; n++)
            Uplink(server, 66, Convert.ToBase64String([(byte)n]));
        await Eventually.UntilAsync(() => estate.MetricAsync("estate_rejects_total{reason=\"codec_failed\"}"), count => count == 5);
        await Eventually.UntilAsync(() => Task.FromResult(TestDatabase.Count(estate.Data.Database,
            "SELECT count(*) FROM fact WHERE json_extract(body, '$.type') = 'host_condition_changed' "
            + "AND body LIKE '%codec_stopped%ours.js%'")),
            count => count == 1);
    }

    [Fact]
    public async Task Without_a_codec_the_network_servers_own_reading_is_read_by_the_same_lines()
    {
        using var estate = await GatewayProcess.StartAsync(
            "", Device, ("ours.yaml", Profile.Replace("{ codec: ours.js, function: decodeUplink }", "{}", StringComparison.Ordinal)));
        var server = await estate.SpeakerAsync("lorawan");

        server.Publish(Topic, Encoding.UTF8.GetBytes(
            "{\"deviceInfo\":{\"devEui\":\"" + Eui + "\"},\"fPort\":1,\"data\":\"AA==\",\"object\":{\"taken\":true,\"volts\":3.6}}"));
        await FreeAsync(estate, occupied: 1);
        server.Publish("v3/estate/devices/radio/up", Encoding.UTF8.GetBytes("{\"end_device_ids\":{\"dev_eui\":\"" + Eui
            + "\"},\"uplink_message\":{\"f_port\":1,\"frm_payload\":\"AQ==\",\"decoded_payload\":{\"taken\":false}}}"));
        await FreeAsync(estate, occupied: 0);
    }

    private static void Uplink(DeviceClient server, int port, string data) => server.Publish(
        Topic, Encoding.UTF8.GetBytes($$"""{"deviceInfo":{"devEui":"{{Eui}}"},"fPort":{{port}},"data":"{{data}}"}"""));

    private static Task<string> FreeAsync(GatewayProcess estate, int occupied) => Eventually.UntilAsync(
        () => estate.GetAsync("/api/parking"), text => text.Contains($"\"occupied\":{occupied}", StringComparison.Ordinal)
            && text.Contains($"\"free\":{1 - occupied}", StringComparison.Ordinal));
}
