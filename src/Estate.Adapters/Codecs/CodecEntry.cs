namespace Estate.Adapters.Codecs;

/// <summary>What a codec's function is called, which says how it is called.</summary>
public enum CodecEntry
{
    /// <summary>The first of the others that the codec has.</summary>
    Any,

    /// <summary><c>decodeUplink({bytes, fPort, recvTime, variables})</c> → <c>{data, warnings, errors}</c>: LoRa Alliance TS013.</summary>
    DecodeUplink,

    /// <summary><c>Decode(fPort, bytes, variables)</c> → the data itself: ChirpStack before its fourth version.</summary>
    Decode,

    /// <summary><c>Decoder(bytes, port)</c> → the data itself: The Things Network's second.</summary>
    Decoder,
}
