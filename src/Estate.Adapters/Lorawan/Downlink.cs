using System.Buffers;
using System.Text.Json;
using NodaTime;
using NodaTime.Text;

namespace Estate.Adapters.Lorawan;

/// <summary>A message to a device, as its network server wants to be told.</summary>
public readonly record struct Downlink(string Topic, byte[] Payload)
{
    /// <summary>Where network servers listen.</summary>
    public static readonly IReadOnlyList<string> Filters = ["application/+/device/+/command/down", "v3/+/devices/+/down/push"];

    private const string ChirpStackUp = "/event/up", ChirpStackDown = "/command/down";
    private const string TheThingsUp = "/up", TheThingsDown = "/down/push";

    /// <param name="uplinkTopic">Where the network server said the device's last uplink: it listens beside it.</param>
    /// <param name="expiresAt">ChirpStack forgets it then (versions before August 2025 ignore it); The Things Stack cannot.</param>
    internal static Downlink Of(string uplinkTopic, string devEui, byte[] bytes, int port, Instant expiresAt) =>
        uplinkTopic.EndsWith(ChirpStackUp, StringComparison.Ordinal)
            ? new(uplinkTopic[..^ChirpStackUp.Length] + ChirpStackDown, Json(json =>
            {
                json.WriteString("devEui", devEui);
                json.WriteBoolean("confirmed", false);
                json.WriteNumber("fPort", port);
                json.WriteBase64String("data", bytes);
                json.WriteString("expiresAt", InstantPattern.ExtendedIso.Format(expiresAt));
            }))
            : new(uplinkTopic[..^TheThingsUp.Length] + TheThingsDown, Json(json =>
            {
                json.WriteStartArray("downlinks");
                json.WriteStartObject();
                json.WriteNumber("f_port", port);
                json.WriteBase64String("frm_payload", bytes);
                json.WriteString("priority", "HIGH");
                json.WriteEndObject();
                json.WriteEndArray();
            }));

    private static byte[] Json(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }
        return buffer.WrittenSpan.ToArray();
    }
}
