using System.Text;
using System.Text.Json;
using Estate.Domain.Devices;
using NodaTime;
using NodaTime.Text;

namespace Estate.Adapters.Lorawan;

/// <summary>
/// One uplink as a LoRaWAN network server hands it on. <see cref="Payload"/> is the application payload after decryption;
/// <see cref="At"/> is null where the server gives none. <see cref="DevEui"/> is in lower case.
/// </summary>
internal sealed record NetworkUplink(string DevEui, Instant? At, UplinkPayload Payload)
{
    /// <summary>The frame's number within its session; null where it is not said. Sensors exist that always send 0.</summary>
    public long? Counter { get; private init; }

    /// <summary>The session's address; a new one begins to count anew.</summary>
    public string? Address { get; private init; }

    /// <summary>Somebody pressed a button in the network server's console; nobody measured anything.</summary>
    public bool IsSimulated { get; private init; }

    /// <summary>What the network server's own codec made of it, as a JSON object; null where it has none.</summary>
    public byte[]? Decoded { get; init; }

    /// <summary>
    /// The JSON of The Things Network's first API: <c>{"node_eui","time","data",…}</c> with the payload as text.
    /// </summary>
    /// <returns>Null with a reason when a member is missing or malformed.</returns>
    public static NetworkUplink? FromTtnV1(JsonElement document, out string? problem)
    {
        problem = null;
        if (Member(document, "node_eui") is not { Length: > 0 } eui)
            problem = "node_eui is missing";
        else if (Member(document, "data") is not { } data)
            problem = "data is missing";
        else if (Time(Member(document, "time")) is not { } at)
            problem = "time is missing, or not ISO 8601 UTC";
        else
            return new(eui.ToLowerInvariant(), at, new(1, Encoding.UTF8.GetBytes(data)));
        return null;
    }

    /// <summary>ChirpStack v4, <c>application/{id}/device/{eui}/event/up</c>. Before 4.1.0 a port 0 was left out.</summary>
    /// <returns>Null with a reason when a member is missing or malformed.</returns>
    public static NetworkUplink? FromChirpStackV4(JsonElement document, out string? problem) =>
        From(Member(document, "deviceInfo", "devEui"), "deviceInfo.devEui", DataOf(document, "data", "fPort"), "data",
            Port(document, "fPort"), Member(document, "time"), out problem) is { } uplink
            ? uplink with
            {
                Counter = Whole(document, "fCnt"),
                Address = Member(document, "devAddr"),
                Decoded = Object(Element(document, "object")),
            }
            : null;

    /// <summary>The Things Stack v3, <c>v3/{application}/devices/{id}/up</c>. Its serializer leaves out what is zero or empty.</summary>
    /// <returns>Null with a reason when a member is missing or malformed.</returns>
    public static NetworkUplink? FromTheThingsStack(JsonElement document, out string? problem)
    {
        var message = Element(document, "uplink_message");
        // A message that is no uplink (join accept, downlink ack) has none.
        if (message.ValueKind != JsonValueKind.Object)
        {
            problem = "uplink_message is missing";
            return null;
        }
        return From(
            Member(document, "end_device_ids", "dev_eui"), "end_device_ids.dev_eui", Member(message, "frm_payload") ?? "",
            "uplink_message.frm_payload",
            Port(message, "f_port"), Member(message, "received_at") ?? Member(document, "received_at"), out problem) is { } uplink
            ? uplink with
            {
                Counter = Whole(message, "f_cnt"),
                Address = Member(document, "end_device_ids", "dev_addr"),
                Decoded = Object(Element(message, "decoded_payload")) ?? Normalized(Element(message, "normalized_payload")),
                IsSimulated = Element(document, "simulated").ValueKind == JsonValueKind.True,
            }
            : null;
    }

    private static NetworkUplink? From(
        string? eui, string euiName, string? data, string dataName, int port, string? time, out string? problem)
    {
        problem = null;
        var bytes = new byte[(data?.Length ?? 0) * 3 / 4];
        if (eui is not { Length: 16 } || !eui.All(char.IsAsciiHexDigit))
            problem = $"{euiName} is missing, or not 16 hexadecimal digits";
        else if (data is null || !Convert.TryFromBase64String(data, bytes, out var written))
            problem = $"{dataName} is missing, or not base64";
        else if (port is < 0 or > 255)
            problem = "the port is 0 to 255";
        else
            return new(eui.ToLowerInvariant(), Time(time), new(port, bytes[..written]));
        return null;
    }

    private static byte[]? Object(JsonElement value) =>
        value.ValueKind == JsonValueKind.Object ? Encoding.UTF8.GetBytes(value.GetRawText()) : null;

    /// <summary>A list of measurements, of which a sensor without a log has one.</summary>
    private static byte[]? Normalized(JsonElement value) =>
        value.ValueKind == JsonValueKind.Array && value.GetArrayLength() > 0 ? Object(value[value.GetArrayLength() - 1]) : null;

    /// <summary>Null also for the year 1, which stands for "not set", and for the last one there is.</summary>
    private static Instant? Time(string? text) =>
        text is not null && OffsetDateTimePattern.ExtendedIso.Parse(text).TryGetValue(default, out var at) && at.Year is > 1 and < 9999
            ? at.ToInstant() : null;

    /// <summary>0 where it was left out; beyond every port where it is no whole number.</summary>
    private static int Port(JsonElement document, string name) =>
        Element(document, name) is not { ValueKind: JsonValueKind.Number } number ? 0
        : number.TryGetInt32(out var value) ? value : int.MaxValue;

    private static long? Whole(JsonElement document, string name) =>
        Element(document, name) is { ValueKind: JsonValueKind.Number } number && number.TryGetInt64(out var value) && value >= 0
            ? value : null;

    /// <summary>A frame without a port carries nothing: then its payload may be left out.</summary>
    private static string? DataOf(JsonElement document, string name, string port) =>
        Member(document, name)
        ?? (Port(document, port) == 0 && Element(document, name).ValueKind is JsonValueKind.Undefined or JsonValueKind.Null ? "" : null);

    private static string? Member(JsonElement document, params ReadOnlySpan<string> path)
    {
        foreach (var name in path)
            document = Element(document, name);
        return document.ValueKind == JsonValueKind.String ? document.GetString() : null;
    }

    private static JsonElement Element(JsonElement document, string name) =>
        document.ValueKind == JsonValueKind.Object && document.TryGetProperty(name, out var value) ? value : default;
}
