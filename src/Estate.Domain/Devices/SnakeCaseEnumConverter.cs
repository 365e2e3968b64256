using System.Text.Json;
using System.Text.Json.Serialization;

namespace Estate.Domain.Devices;

/// <summary>An enum as its snake_case word and nothing else: a number on the wire is an error, not a value.</summary>
public sealed class SnakeCaseEnumConverter<TEnum>()
    : JsonStringEnumConverter<TEnum>(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false)
    where TEnum : struct, Enum;

/// <summary>Values as people and other programs read them.</summary>
public static class WireName
{
    /// <summary>An enum as its snake_case word, as on the wire.</summary>
    public static string Of<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());

    /// <summary>What is asked, in a word: <c>reserve_roll</c>.</summary>
    public static string Of(IRequest request) => JsonNamingPolicy.SnakeCaseLower.ConvertName(request.GetType().Name);

    /// <summary>What happened, in a word: <c>door_moved</c>.</summary>
    public static string Of(Fact fact) => JsonNamingPolicy.SnakeCaseLower.ConvertName(fact.GetType().Name);
}
