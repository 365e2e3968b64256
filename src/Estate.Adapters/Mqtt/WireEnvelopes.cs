using System.Text.Json;
using System.Text.Json.Serialization;
using Estate.Domain.Devices;

namespace Estate.Adapters.Mqtt;

/// <summary>What every event carries; <c>age_ms</c> is how long ago it was, by the device's stopwatch, when sent.</summary>
internal sealed record EventEnvelope(
    string Id, long Boot, long Seq, long At, ClockTrust Clock, string Type, JsonElement Data, long? AgeMs = null);

internal sealed record TelemetryEnvelope(long At, ClockTrust Clock, string Type, JsonElement Data, long? AgeMs = null);

internal sealed record StatusEnvelope(string State, long Boot, string? Firmware = null);

internal sealed record ReplyEnvelope(string Id, string Result, JsonElement? Observed = null);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    RespectRequiredConstructorParameters = true,
    RespectNullableAnnotations = true,
    AllowDuplicateProperties = false,
    MaxDepth = 16)]
[JsonSerializable(typeof(EventEnvelope))]
[JsonSerializable(typeof(TelemetryEnvelope))]
[JsonSerializable(typeof(TelemetryEnvelope[]))]
[JsonSerializable(typeof(StatusEnvelope))]
[JsonSerializable(typeof(ReplyEnvelope))]
internal sealed partial class WireJson : JsonSerializerContext;
