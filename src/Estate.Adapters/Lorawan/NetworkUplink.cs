using System.Text;
using System.Text.Json;
using NodaTime;
using NodaTime.Text;

namespace Estate.Adapters.Lorawan;

/// <summary>
/// One uplink as a LoRaWAN network server hands it on. <see cref="Payload"/> is the application payload after decryption;
/// the frame counter is left out on purpose: sensors exist that always send 0.
/// </summary>
public sealed record NetworkUplink(string DevEui, Instant At, byte[] Payload)
{
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
        else if (Member(document, "time") is not { } time || !InstantPattern.ExtendedIso.Parse(time).TryGetValue(default, out var at))
            problem = "time is missing, or not ISO 8601 UTC";
        else
            return new(eui, at, Encoding.UTF8.GetBytes(data));
        return null;
    }

    private static string? Member(JsonElement document, string name) =>
        document.ValueKind == JsonValueKind.Object && document.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;
}
