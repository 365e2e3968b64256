using System.Buffers.Binary;
using Estate.Domain.Devices;

namespace Estate.Domain.Parking;

/// <summary>
/// MOKO LW009, geomagnetic, made in Shenzhen: port 1, big-endian. 7E, version, unix time (4), frame count (2), length (2),
/// instruction, encrypted, then tag-length-value triples, then 00 00 7E. Tags: 02 kind of message, 24 battery %, 29 mV, 32
/// parked, 0B °C. Source: the vendor's own LW009 decoders, whose fixed offsets fit only some messages; here the tags are
/// walked.
/// </summary>
internal static class MokoLw009
{
    internal const string Name = "moko-lw009";

    private const byte Mark = 0x7E;
    private const int Header = 12;
    private const int Trailer = 3;

    internal static IReading? Decode(UplinkPayload uplink, DeviceSettings settings)
    {
        var bytes = uplink.Bytes;
        if (uplink.Port != 1 || bytes.Length < Header + Trailer || bytes[0] != Mark || bytes[^1] != Mark || bytes[11] != 0
            || BinaryPrimitives.ReadUInt16BigEndian(bytes.AsSpan(8)) != bytes.Length - Header - Trailer)
            return null;
        var values = Walk(bytes.AsSpan(Header, bytes.Length - Header - Trailer));
        if (values is null || !values.TryGetValue(0x02, out var kind) || kind.Length != 1)
            return null;
        bool? occupied = values.TryGetValue(0x32, out var parked) && parked is [var flag] ? flag == 1
            : kind[0] switch { 0x0B => false, 0x0C => true, _ => null };
        return new BayReport(occupied)
        {
            Interference = kind[0] == 0x0D,
            Failed = kind[0] is 0x0F or 0x10,
            BatteryPct = values.TryGetValue(0x24, out var percent) && percent is [<= 100] ? percent[0] : null,
            BatteryV = values.TryGetValue(0x29, out var millivolts) && millivolts.Length == 2
            ? BinaryPrimitives.ReadUInt16BigEndian(millivolts) / 1000.0 : null,
            TemperatureC = values.TryGetValue(0x0B, out var degrees) && degrees.Length == 1 ? unchecked((sbyte)degrees[0]) : null,
        };
    }

    /// <summary>Tag, length, value; null where a length reaches beyond the end.</summary>
    private static Dictionary<byte, byte[]>? Walk(ReadOnlySpan<byte> bytes)
    {
        var values = new Dictionary<byte, byte[]>();
        while (bytes.Length > 0)
        {
            if (bytes.Length < 2 || bytes.Length < 2 + bytes[1])
                return null;
            values[bytes[0]] = bytes.Slice(2, bytes[1]).ToArray();
            bytes = bytes[(2 + bytes[1])..];
        }
        return values;
    }
}
