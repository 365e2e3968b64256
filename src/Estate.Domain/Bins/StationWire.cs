using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Estate.Domain.Credentials;
using Estate.Domain.Devices;

namespace Estate.Domain.Bins;

/// <summary>The station's messages as JSON: required members enforced, duplicates refused, cards hashed while read.</summary>
[JsonSerializable(typeof(Tap))]
[JsonSerializable(typeof(Deposit))]
[JsonSerializable(typeof(EmptiedReport))]
[JsonSerializable(typeof(LidReport))]
[JsonSerializable(typeof(TiltReport))]
[JsonSerializable(typeof(FireReport))]
[JsonSerializable(typeof(FillReading))]
[JsonSerializable(typeof(ClimateReading))]
internal sealed partial class StationWire : JsonSerializerContext
{
    internal static StationWire With(CardHasher hasher) => new(WireOptions.With(hasher.WireConverter()));

    internal IReadOnlyDictionary<string, JsonTypeInfo> Events() => new Dictionary<string, JsonTypeInfo>
    {
        ["tap"] = Tap,
        ["deposit"] = Deposit,
        ["emptied"] = EmptiedReport,
        ["lid"] = LidReport,
        ["tilt"] = TiltReport,
        ["fire"] = FireReport,
    };

    internal IReadOnlyDictionary<string, JsonTypeInfo> Telemetry() => new Dictionary<string, JsonTypeInfo>
    {
        ["fill"] = FillReading,
        ["climate"] = ClimateReading,
    };
}
