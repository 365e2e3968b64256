using System.Text;
using System.Text.Json;
using Estate.Domain.Devices;
using Estate.Gateway;
using Estate.Gateway.Configuration;

namespace Estate.Bench.Torture.Fuzz;

/// <summary>Who says it, by its name at the broker.</summary>
internal sealed record FuzzSample(FuzzWay Way, string Speaker, string Topic, byte[] Payload);

internal enum FuzzWay
{
    /// <summary>The protocol of docs/wire-protocol.md.</summary>
    Devices,

    /// <summary>Plugs on topics of their makers.</summary>
    Plugs,

    /// <summary>Radio sensors behind a LoRaWAN network server.</summary>
    Radio,

    /// <summary>The API.</summary>
    Http,
}

/// <summary>What the devices of the fuzzed estate say when they are well: the protocol's samples, makers' own words, recordings.</summary>
internal static class FuzzSamples
{
    /// <summary>Taps that are not fuzzed, to be measured.</summary>
    internal const string Honest = "station-6";

    /// <summary>Real recordings, where somebody has put them beside the repository.</summary>
    internal static readonly string Recordings = Path.Combine("..", "shared", "data");

    /// <summary>Beside stations 1 to 6 and the wired gate, which every trial has.</summary>
    internal const string Inventory =
        """
          - { id: gate/north, open_means: card_required, pulse_s: "1" }
          - { id: lot/main, signs: entrance }
          - { id: "parking/p[01-02]", zone: A, lot: main }
          - { id: parking/r01, zone: A, lot: main, dev_eui: "0101010101010101", profile: bosch-tps110 }
          - { id: parking/r02, zone: A, lot: main, dev_eui: "0202020202020202", profile: moko-lw009 }
          - { id: bins/radio, dev_eui: "0303030303030303", profile: percent-empty-text, category: wet }
          - { id: sign/entrance }
          - { id: counter/entry, lot: main }
          - { id: charger/c01, sockets: "10" }
          - { id: charger/tas, profile: tasmota, sockets: "1" }
          - { id: charger/shl, profile: shelly, sockets: "1" }
          - { id: charger/old, profile: shelly-gen1, sockets: "1" }
          - { id: checkpoint/garage }
          - { id: patrol/main, checkpoints: garage, rounds: "00:00-12:00; 12:00-00:00" }

        """;

    private static readonly (string Speaker, string Topic, string Text)[] Makers =
    [
        ("tas", "tele/tas/SENSOR",
            """
            {"Time":"2026-11-29T12:00:00","ENERGY":{"Total":3.1,"Power":64,"Voltage":230,"Current":0.3},
            "ESP32":{"Temperature":41.0},"TempUnit":"C"}
            """),
        ("tas", "tele/tas/STATE", """{"Time":"2026-11-29T12:00:00","Uptime":"0T01:00:11","POWER":"ON","Wifi":{"AP":1,"RSSI":88}}"""),
        ("tas", "stat/tas/RESULT", """{"POWER":"OFF"}"""),
        ("tas", "stat/tas/STATUS10", """{"StatusSNS":{"ENERGY":{"Total":3.1,"Power":64,"Voltage":230,"Current":0.3}}}"""),
        ("tas", "stat/tas/STATUS11", """{"StatusSTS":{"Time":"2026-11-29T12:00:00","POWER1":"ON"}}"""),
        ("tas", "stat/tas/POWER", "ON"),
        ("tas", "tele/tas/LWT", "Online"),
        ("shl", "shl/status/switch:0",
            """
            {"id":0,"output":true,"apower":8.9,"voltage":237.5,"current":0.059,
            "aenergy":{"total":6.5,"by_minute":[0,0,0],"minute_ts":1},"temperature":{"tC":34.7,"tF":94.5}}
            """),
        ("shl", "shl/estate/rpc",
            """
            {"id":1,"src":"shl","dst":"shl/estate","result":{"id":0,"output":true,"apower":8.9,"voltage":237.5,"current":0.059}}
            """),
        ("shl", "shl/online", "true"),
        ("old", "shellies/old/relay/0", "on"),
        ("old", "shellies/old/relay/0/power", "64.25"),
        ("old", "shellies/old/relay/0/energy", "64.25"),
        ("old", "shellies/old/temperature", "44.25"),
        ("old", "shellies/old/overtemperature", "0"),
        ("old", "shellies/old/online", "true"),
    ];

    private static readonly (string Eui, int Port, byte[] Bytes)[] Uplinks =
    [
        ("0101010101010101", 1, [1]), ("0101010101010101", 2, [0, 21]),
        ("0101010101010101", 3, [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 2, 3, 2, 1]),
        ("0202020202020202", 1,
        [
            0x7E, 1, 0x69, 0x2A, 0, 0, 0, 9, 0, 19, 1, 0, 2, 1, 0x0C, 0x24, 1, 90, 0x29, 2, 0x0E, 0x10, 0x32, 1, 1, 0x0B, 1, 21, 0, 0, 0x7E,
        ]),
        ("0303030303030303", 1, "{52}"u8.ToArray()),
    ];

    /// <param name="recorded">The folder of recordings; where it is not there, the samples of ours only.</param>
    internal static IReadOnlyList<FuzzSample> Of(EstateModel model, string recorded) =>
        [.. Own(model), .. Makers.Select(one => Plug(one.Speaker, one.Topic, one.Text)), .. Radio(recorded)];

    /// <summary>Names of members, and texts, of all of them.</summary>
    internal static IReadOnlyList<byte[]> Words(IEnumerable<FuzzSample> samples) =>
        [.. samples.SelectMany(one => JsonSpans.Of(one.Payload).SelectMany(span => new[] { span.Name, TextOf(one.Payload, span) }))
            .OfType<string>().Where(word => word.Length < 40).Distinct().Select(Encoding.UTF8.GetBytes)];

    private static string? TextOf(byte[] payload, JsonSpan span) =>
        span.Type == JsonTokenType.String ? Encoding.UTF8.GetString(payload[(span.Start + 1)..(span.End - 1)]) : null;

    /// <summary>Each sample by each device that may say it.</summary>
    private static IEnumerable<FuzzSample> Own(EstateModel model)
    {
        var kinds = DeviceKinds.WithoutCards(model.Programme.Zone).ToDictionary(kind => kind.Name);
        var speakers = model.Inventory.Where(one => !one.IsWired && one.Device.Name != Honest && one.Profile is null)
            .Select(one => one.Device).ToList();
        var folder = Path.Combine(AppContext.BaseDirectory, "Torture", "samples");
        foreach (var file in Directory.GetFiles(folder, "*.json").Order(StringComparer.Ordinal))
        {
            var payload = File.ReadAllBytes(file);
            var name = Path.GetFileNameWithoutExtension(file);
            var channel = name[..(name.IndexOf('-', StringComparison.Ordinal) is > 0 and var dash ? dash : name.Length)];
            foreach (var device in speakers.Where(device => Says(kinds[device.Kind], channel, payload)))
                yield return new(FuzzWay.Devices, device.Name, $"estate/{model.Site}/{device}/{channel}", payload);
        }
    }

    private static bool Says(IDeviceKind kind, string channel, byte[] payload)
    {
        using var document = JsonDocument.Parse(payload);
        var first = document.RootElement.ValueKind == JsonValueKind.Array ? document.RootElement[0] : document.RootElement;
        return channel switch
        {
            "event" => kind.EventTypes.ContainsKey(first.GetProperty("type").GetString()!),
            "telemetry" => kind.TelemetryTypes.ContainsKey(first.GetProperty("type").GetString()!),
            _ => channel is "status" or "reply",
        };
    }

    private static IEnumerable<FuzzSample> Radio(string recorded)
    {
        var bins = Recorded(recorded).Select(text => ("0303030303030303", 1, Encoding.UTF8.GetBytes(text)));
        foreach (var (eui, port, bytes) in Uplinks.Concat(bins))
        {
            var data = Convert.ToBase64String(bytes);
            yield return Uplink($"application/a/device/{eui}/event/up",
                $$$"""
                {"deduplicationId":"1","time":"2026-11-29T12:00:00.123Z","deviceInfo":{"applicationName":"a","devEui":"{{{eui}}}"},
                "devAddr":"01020304","fCnt":7,"fPort":{{{port}}},"data":"{{{data}}}","rxInfo":[{"rssi":-112,"snr":8.5}]}
                """);
            yield return Uplink("v3/a/devices/b/up",
                $$$"""
                {"end_device_ids":{"device_id":"b","dev_eui":"{{{eui}}}"},"received_at":"2026-11-29T12:00:00.123456789Z",
                "uplink_message":{"f_port":{{{port}}},"f_cnt":7,"frm_payload":"{{{data}}}","received_at":"2026-11-29T12:00:00.1Z"}}
                """);
        }
    }

    private static FuzzSample Plug(string speaker, string topic, string text) =>
        new(FuzzWay.Plugs, speaker, topic, Encoding.UTF8.GetBytes(text));

    private static FuzzSample Uplink(string topic, string text) => new(FuzzWay.Radio, "lorawan", topic, Encoding.UTF8.GetBytes(text));

    /// <summary>What real bins said.</summary>
    private static SortedSet<string> Recorded(string recorded)
    {
        var folder = Path.Combine(recorded, "waste-dtu-lorawan");
        var files = Directory.Exists(folder) ? Directory.GetFiles(folder, "s*.json") : [];
        var texts = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var file in files)
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(file));
            texts.UnionWith(document.RootElement.GetProperty("data").EnumerateArray().Select(one => one.GetProperty("data").GetString()!));
        }
        return texts;
    }
}
