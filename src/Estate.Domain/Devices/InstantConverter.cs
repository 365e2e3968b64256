using System.Text.Json;
using System.Text.Json.Serialization;
using NodaTime;

namespace Estate.Domain.Devices;

/// <summary>An instant as whole milliseconds since 1970-01-01T00:00:00Z, as on the wire.</summary>
public sealed class InstantConverter : JsonConverter<Instant>
{
    public override Instant Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        FromMilliseconds(reader.GetInt64()) ?? throw new JsonException("outside the years -9998 to 9999");

    public override void Write(Utf8JsonWriter writer, Instant value, JsonSerializerOptions options) =>
        writer.WriteNumberValue(value.ToUnixTimeMilliseconds());

    public static Instant? FromMilliseconds(long milliseconds) =>
        milliseconds >= Instant.MinValue.ToUnixTimeMilliseconds() && milliseconds <= Instant.MaxValue.ToUnixTimeMilliseconds()
            ? Instant.FromUnixTimeMilliseconds(milliseconds)
            : null;
}
