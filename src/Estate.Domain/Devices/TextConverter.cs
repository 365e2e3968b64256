using System.Text.Json;
using System.Text.Json.Serialization;
using NodaTime;
using NodaTime.Text;

namespace Estate.Domain.Devices;

/// <summary>A value as the text people write.</summary>
public abstract class TextConverter<T>(Func<string, T> parse, Func<T, string> text) : JsonConverter<T>
{
    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        try
        {
            return parse(reader.TokenType == JsonTokenType.String ? reader.GetString()! : "");
        }
        catch (FormatException mistake)
        {
            throw new JsonException(mistake.Message, mistake);
        }
    }

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WriteStringValue(text(value));
}

/// <summary><c>2026-11-27</c>.</summary>
public sealed class LocalDateConverter() : TextConverter<LocalDate>(
    text => LocalDatePattern.Iso.Parse(text) is { Success: true } parsed ? parsed.Value
    : throw new FormatException($"'{text}' is not a date such as 2026-11-27"),
    LocalDatePattern.Iso.Format);

/// <summary><c>2026-11-27T12:00:00</c>, by the estate's wall clock; seconds may be left out.</summary>
public sealed class LocalDateTimeConverter() : TextConverter<LocalDateTime>(
    Parse,
    LocalDateTimePattern.GeneralIso.Format)
{
    private const int FirstYear = 1970;
    private const int LastYear = 9000;

    /// <exception cref="FormatException">No such text, or a year nobody can reckon with.</exception>
    public static LocalDateTime Parse(string text) =>
        LocalDateTimePattern.GeneralIso.Parse(
            text.Length == 16 ? text + ":00" : text) is { Success: true, Value: { Year: >= FirstYear and <= LastYear } at }
            ? at : throw new FormatException($"'{text}' 不是时间 / is not a local time such as 2026-11-27T12:00");
}
