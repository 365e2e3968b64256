using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Estate.Domain.Credentials;
using Estate.Domain.Devices;

namespace Estate.Domain.Charging;

/// <summary>A charger's messages as JSON: required members enforced, duplicates refused, cards hashed while read.</summary>
[JsonSerializable(typeof(BoardSnapshot))]
[JsonSerializable(typeof(MeterValues))]
[JsonSerializable(typeof(CardAtSocket))]
[JsonSerializable(typeof(ProtectionReport))]
[JsonSerializable(typeof(EndReport))]
[JsonSerializable(typeof(BoardStarted))]
internal sealed partial class ChargerWire : JsonSerializerContext
{
    internal static ChargerWire With(CardHasher hasher) => new(WireOptions.With(hasher.WireConverter()));

    internal IReadOnlyDictionary<string, JsonTypeInfo> Events() => new Dictionary<string, JsonTypeInfo>
    {
        ["authorize"] = CardAtSocket,
        ["protection"] = ProtectionReport,
        ["ended"] = EndReport,
        ["boot_notification"] = BoardStarted,
    };

    internal IReadOnlyDictionary<string, JsonTypeInfo> Telemetry() => new Dictionary<string, JsonTypeInfo>
    {
        ["sockets"] = BoardSnapshot,
        ["meter_values"] = MeterValues,
    };
}
