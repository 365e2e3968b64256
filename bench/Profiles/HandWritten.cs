using System.Buffers.Binary;
using System.Text.Json;
using Estate.Domain.Charging;
using Estate.Domain.Devices;
using Estate.Domain.Parking;

namespace Estate.Bench.Profiles;

/// <summary>Two payloads as a program would read them that knows nothing else: what a profile is measured against.</summary>
internal static class HandWritten
{
    private const int Header = 12, Trailer = 3;

    internal static IReading? Plug(ReadOnlySpan<byte> payload)
    {
        var reader = new Utf8JsonReader(payload);
        using var document = JsonDocument.ParseValue(ref reader);
        var root = document.RootElement;
        if (root.ValueKind == JsonValueKind.Object && root.TryGetProperty("result", out var result))
            root = result;
        return root.ValueKind == JsonValueKind.Object && root.TryGetProperty("output", out var output)
            && output.ValueKind is JsonValueKind.True or JsonValueKind.False
            ? new BoardSnapshot([new SocketReading(1)
            {
                Closed = output.ValueKind == JsonValueKind.True,
                PowerW = Number(root, "apower"),
                CurrentA = Number(root, "current"),
                VoltageV = Number(root, "voltage"),
                EnergyWh = root.TryGetProperty("aenergy", out var energy) ? Number(energy, "total") : null,
                TempC = root.TryGetProperty("temperature", out var temperature) ? Number(temperature, "tC") : null,
            }])
            : null;
    }

    internal static IReading? Bay(int port, byte[] bytes)
    {
        if (port != 1 || bytes.Length < Header + Trailer || bytes[0] != 0x7E || bytes[^1] != 0x7E || bytes[11] != 0
            || BinaryPrimitives.ReadUInt16BigEndian(bytes.AsSpan(8)) != bytes.Length - Header - Trailer
            || Walk(bytes.AsSpan(Header, bytes.Length - Header - Trailer)) is not { } values
            || !values.TryGetValue(0x02, out var kind) || kind.Length != 1)
            return null;
        return new BayReport(values.TryGetValue(0x32, out var parked) && parked is [var flag] ? flag == 1
            : kind[0] switch { 0x0B => false, 0x0C => true, _ => null })
        {
            Interference = kind[0] == 0x0D,
            Failed = kind[0] is 0x0F or 0x10,
            BatteryPct = values.TryGetValue(0x24, out var percent) && percent is [<= 100] ? percent[0] : null,
            BatteryV = values.TryGetValue(0x29, out var millivolts) && millivolts.Length == 2
                ? BinaryPrimitives.ReadUInt16BigEndian(millivolts) / 1000.0 : null,
            TemperatureC = values.TryGetValue(0x0B, out var degrees) && degrees.Length == 1 ? unchecked((sbyte)degrees[0]) : null,
        };
    }

    private static double? Number(JsonElement from, string name) =>
        from.TryGetProperty(name, out var value) ? FiniteNumber.Of(value) : null;

    private static Dictionary<byte, byte[]>? Walk(ReadOnlySpan<byte> bytes)
    {
        var values = new Dictionary<byte, byte[]>();
        for (; bytes.Length > 0; bytes = bytes[(2 + bytes[1])..])
            if (bytes.Length < 2 || bytes.Length < 2 + bytes[1])
                return null;
            else
                values[bytes[0]] = bytes.Slice(2, bytes[1]).ToArray();
        return values;
    }
}
