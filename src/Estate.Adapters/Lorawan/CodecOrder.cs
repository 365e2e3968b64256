using System.Text.Json;
using Estate.Adapters.Codecs;
using Estate.Domain.Devices;

namespace Estate.Adapters.Lorawan;

/// <summary>An order that its maker's codec has to write first, away from the threads that give orders.</summary>
/// <param name="UplinkTopic">Where the device's network server spoke last.</param>
public sealed record CodecOrder(Command Command, Codec Codec, CodecCall Call, string UplinkTopic, string DevEui)
{
    /// <summary>The longest application payload of LoRaWAN; most devices take less, as their network server knows.</summary>
    private const int MaxBytes = 242;

    /// <summary>Ports of applications; the others are LoRaWAN's own.</summary>
    private const int MaxPort = 223;

    /// <returns>Null where the codec's answer cannot be sent.</returns>
    public Downlink? Write(CodecResult result, out string? problem)
    {
        problem = result.IsGood ? null : result.Text;
        if (problem is not null)
            return null;
        using var document = JsonDocument.Parse(result.Json);
        var (bytes, port) = (BytesOf(document.RootElement, out problem), PortOf(document.RootElement));
        if (bytes is null)
            return null;
        if (port is >= 1 and <= MaxPort)
            return Downlink.Of(UplinkTopic, DevEui, bytes, port, Command.ExpiresAt);
        problem = $"its fPort is missing, or not 1 to {MaxPort}";
        return null;
    }

    private static byte[]? BytesOf(JsonElement answer, out string? problem)
    {
        problem = null;
        if (!answer.TryGetProperty("bytes", out var list) || list.ValueKind != JsonValueKind.Array || list.GetArrayLength() == 0)
            problem = "it returned no bytes";
        else if (list.GetArrayLength() > MaxBytes)
            problem = $"it returned {list.GetArrayLength()} bytes, at most {MaxBytes}";
        else if (list.EnumerateArray().All(one => one.ValueKind == JsonValueKind.Number && one.TryGetByte(out _)))
            return [.. list.EnumerateArray().Select(one => one.GetByte())];
        else
            problem = "its bytes are not all whole numbers, 0 to 255";
        return null;
    }

    private static int PortOf(JsonElement answer) =>
        answer.TryGetProperty("fPort", out var port) && port.ValueKind == JsonValueKind.Number && port.TryGetInt32(out var number)
            ? number : 0;
}
