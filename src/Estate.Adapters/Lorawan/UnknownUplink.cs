using System.Text.Json;
using Estate.Domain.Devices;
using Estate.Domain.Profiles;
using NodaTime;

namespace Estate.Adapters.Lorawan;

/// <summary>An uplink of whatever sensor, for who wants to know which there are. Nothing is believed of it.</summary>
/// <param name="DevEui">16 hexadecimal digits in lower case.</param>
public sealed record UnknownUplink(string DevEui)
{
    private NetworkUplink? _uplink;

    /// <summary>What the network server calls it, and which product it holds it for.</summary>
    public string? Name { get; private init; }
    public string? Product { get; private init; }

    /// <returns>Null where it is none.</returns>
    public static UnknownUplink? Read(string topic, ReadOnlySpan<byte> payload)
    {
        try
        {
            var reader = new Utf8JsonReader(payload, new JsonReaderOptions { MaxDepth = 32 });
            using var document = JsonDocument.ParseValue(ref reader);
            var root = document.RootElement;
            var isTheThings = topic.StartsWith("v3/", StringComparison.Ordinal);
            var uplink = isTheThings ? NetworkUplink.FromTheThingsStack(root, out _) : NetworkUplink.FromChirpStackV4(root, out _);
            if (uplink is not { IsSimulated: false })
                return null;
            return new(uplink.DevEui)
            {
                _uplink = uplink,
                Name = isTheThings ? Word(root, "end_device_ids", "device_id") : Word(root, "deviceInfo", "deviceName"),
                Product = isTheThings
                    ? string.Join(' ', new[] { Word(root, "uplink_message", "version_ids", "brand_id"),
                        Word(root, "uplink_message", "version_ids", "model_id") }.OfType<string>())
                    : Word(root, "deviceInfo", "deviceProfileName"),
            };
        }
        catch (Exception wrong) when (wrong is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>Whether the profile gets a reading out of it.</summary>
    public bool IsReadBy(DeviceProfile profile)
    {
        if (_uplink is not { Payload: { Port: > 0, Bytes.Length: > 0 } payload } || !profile.IsUplink)
            return false;
        var (isDecoded, signals) = (profile.ReadsDecoded && _uplink.Decoded is not null, new List<Signal>());
        try
        {
            var rejection = profile.ReadUplink(
                isDecoded ? _uplink.Decoded! : payload.Bytes, payload.Port, isDecoded,
                new(new(new(profile.Kind, DevEui), new Dictionary<string, string>()), EventTime.Now(Instant.MinValue)), signals);
            return rejection is null && signals.Count > 0;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static string? Word(JsonElement of, params ReadOnlySpan<string> path)
    {
        foreach (var name in path)
            of = of.ValueKind == JsonValueKind.Object && of.TryGetProperty(name, out var value) ? value : default;
        return of.ValueKind == JsonValueKind.String && of.GetString() is { Length: > 0 and <= FoundReading.Longest } text ? text : null;
    }
}
