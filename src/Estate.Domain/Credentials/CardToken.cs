using System.Text.Json;
using System.Text.Json.Serialization;

namespace Estate.Domain.Credentials;

/// <summary>
/// What the estate knows of a card: a keyed hash of its number, 32 hex digits. The number itself is never kept.
/// </summary>
[JsonConverter(typeof(CardTokenConverter))]
public readonly record struct CardToken(string Hex)
{
    public override string ToString() => Hex;
}

internal sealed class CardTokenConverter : JsonConverter<CardToken>
{
    public override CardToken Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        new(reader.GetString() ?? "");

    public override void Write(Utf8JsonWriter writer, CardToken value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.Hex);
}
