using System.Text.Json;
using System.Text.Json.Serialization;

namespace Estate.Domain.Devices;

/// <summary>
/// How every kind reads its messages: snake_case, required members enforced, no null where none belongs, no member twice, every
/// number finite.
/// </summary>
internal static class WireOptions
{
    public static JsonSerializerOptions With(params IEnumerable<JsonConverter> converters)
    {
        var options = new JsonSerializerOptions
        {
            PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
            RespectRequiredConstructorParameters = true,
            RespectNullableAnnotations = true,
            AllowDuplicateProperties = false,
        };
        options.Converters.Add(new FiniteNumberConverter());
        foreach (var converter in converters)
            options.Converters.Add(converter);
        return options;
    }
}
