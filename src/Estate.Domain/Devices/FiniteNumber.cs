using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Estate.Domain.Devices;

/// <summary>
/// How every number from outside is read: written in digits, and finite. .NET takes "NaN" for a number and 1e999 for infinity;
/// the one passes every comparison, the other cannot be written back as JSON. Minus zero is zero.
/// </summary>
public static class FiniteNumber
{
    /// <summary>What a number is that is refused, for people.</summary>
    public const string Expected = "a number of ordinary size, such as 12.5";

    public static bool TryParse(ReadOnlySpan<char> text, out double number)
    {
        var isNumber = double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out number) && double.IsFinite(number);
        number = isNumber ? number + 0.0 : 0;
        return isNumber;
    }

    /// <summary>
    /// As people write a setting: decimal digits. 1e3, 0x10, 01463, +5 and 1_000 each mean something else to another reader.
    /// </summary>
    public static bool TryParseDecimal(ReadOnlySpan<char> text, out double number)
    {
        var digits = text is ['-', ..] ? text[1..] : text;
        number = 0;
        return digits is [>= '0' and <= '9', ..] and [.., >= '0' and <= '9'] and not ['0', >= '0' and <= '9', ..]
            && !digits.ContainsAnyExceptInRange('.', '9') && TryParse(text, out number);
    }

    /// <summary>A whole number as people write a setting: decimal digits, none of them a zero in front.</summary>
    public static bool TryParseWhole(ReadOnlySpan<char> text, out int number)
    {
        number = 0;
        return TryParseDecimal(text, out _) && int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out number);
    }

    /// <summary>Null for what is no number, and for one that is not finite, be it only in our unit.</summary>
    public static double? Of(JsonElement element, double times = 1) =>
        element.ValueKind == JsonValueKind.Number && element.TryGetDouble(out var number) && double.IsFinite(number * times)
            ? (number * times) + 0.0 : null;

    /// <summary>Of a number where the reader stands; null for one that is not finite.</summary>
    public static double? Of(ref Utf8JsonReader reader) =>
        reader.TryGetDouble(out var number) && double.IsFinite(number) ? number + 0.0 : null;
}

/// <summary>Numbers of messages, request bodies and rows: <see cref="FiniteNumber"/>, both ways.</summary>
public sealed class FiniteNumberConverter : JsonConverter<double>
{
    public override double Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.Number && reader.TryGetDouble(out var number) && double.IsFinite(number)
            ? number + 0.0
            : throw new JsonException($"expected {FiniteNumber.Expected}");

    /// <exception cref="ArgumentException">Not finite: what was computed must be looked at where it is.</exception>
    public override void Write(Utf8JsonWriter writer, double value, JsonSerializerOptions options) => writer.WriteNumberValue(value);
}
