using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Estate.Domain.Credentials;
using Estate.Domain.Devices;

namespace Estate.Domain.Gate;

/// <summary>A gate controller's messages as JSON: required members enforced, duplicates refused, cards hashed while read.</summary>
[JsonSerializable(typeof(CardPresented))]
[JsonSerializable(typeof(DoorInputs))]
internal sealed partial class GateWire : JsonSerializerContext
{
    internal static GateWire With(CardHasher hasher) => new(WireOptions.With(hasher.WireConverter()));

    internal IReadOnlyDictionary<string, JsonTypeInfo> Events() => new Dictionary<string, JsonTypeInfo>
    {
        ["card"] = CardPresented,
        ["inputs"] = DoorInputs,
    };

    internal IReadOnlyDictionary<string, JsonTypeInfo> Telemetry() => new Dictionary<string, JsonTypeInfo>
    {
        ["inputs"] = DoorInputs,
    };
}
