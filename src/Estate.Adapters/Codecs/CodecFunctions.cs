namespace Estate.Adapters.Codecs;

/// <summary>Functions of a codec by the LoRa Alliance's Payload Codec API (TS013), and The Things Network's further one.</summary>
public static class CodecFunctions
{
    public const string DecodeUplink = "decodeUplink";
    public const string EncodeDownlink = "encodeDownlink";
    public const string DecodeDownlink = "decodeDownlink";

    /// <summary>The Things Network's: what a decoder returned, in common names and units.</summary>
    public const string NormalizeUplink = "normalizeUplink";
}
