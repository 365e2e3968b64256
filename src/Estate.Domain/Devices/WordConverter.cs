using System.Text.Json;
using System.Text.Json.Serialization;

namespace Estate.Domain.Devices;

/// <summary>An enum as its snake_case word and nothing else: a number on the wire is a mistake, not a value.</summary>
public sealed class WordConverter<TEnum>() : JsonStringEnumConverter<TEnum>(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false)
    where TEnum : struct, Enum;
