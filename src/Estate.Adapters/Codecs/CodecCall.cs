using NodaTime;

namespace Estate.Adapters.Codecs;

/// <summary>One message for a codec: an uplink to decode, or data to encode.</summary>
/// <param name="Bytes">The application payload; of an encoder the data as JSON.</param>
/// <param name="Port">LoRaWAN port, 0 to 255.</param>
/// <param name="ReceivedAt">What <c>recvTime</c>, <c>new Date()</c> and <c>Date.now()</c> answer.</param>
/// <param name="Variables">The device's settings as a JSON object; null for none.</param>
public readonly record struct CodecCall(bool IsEncoding, byte[] Bytes, int Port, Instant ReceivedAt, string? Variables = null)
{
    /// <summary>Null when it is within bounds.</summary>
    internal string? Problem =>
        !IsEncoding && Bytes.Length > CodecLimits.MaxPayloadBytes
            ? $"{Bytes.Length} bytes of payload, at most {CodecLimits.MaxPayloadBytes}"
        : IsEncoding && Bytes.Length > CodecLimits.MaxInputJson ? $"{Bytes.Length} bytes of data, at most {CodecLimits.MaxInputJson}"
        : Variables?.Length > CodecLimits.MaxInputJson ? $"{Variables.Length} characters of variables, at most {CodecLimits.MaxInputJson}"
        : Port is < 0 or > 255 ? $"port {Port} is not 0 to 255"
        : null;
}
