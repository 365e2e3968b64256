using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Estate.Domain.Credentials;

namespace Estate.TestKit;

/// <summary>Something valid of a type, made from its schema, and each number in it replaced by one that no device can mean.</summary>
public static class SampleJson
{
    private const string Mark = "@number@";

    /// <summary>As JSON writes them; the first three are no JSON, the next two no number at all.</summary>
    public static readonly ImmutableArray<string> NotFinite =
        ["NaN", "Infinity", "-Infinity", "\"NaN\"", "\"Infinity\"", "1e999", "-1e999"];

    public static readonly ImmutableArray<string> Odd =
    [
        "-0.0", "0", "-1", "1e308", "-1e308", "5e-324", "2147483647", "2147483648", "-2147483648", "9007199254740993",
        "9223372036854775807", "-9223372036854775808", "18446744073709551615", "1e19",
    ];

    public static JsonNode? Of(JsonTypeInfo schema, Func<Type, JsonNode?>? special = null)
    {
        var type = Nullable.GetUnderlyingType(schema.Type) ?? schema.Type;
        if (special?.Invoke(type) is { } node)
            return node;
        // A list that may be null says of its elements what it says of itself.
        if (type != schema.Type)
            return Of(schema.Options.GetTypeInfo(type), special);
        if (type == typeof(CardToken))
            return "04A1B2C3";
        if (type.IsEnum)
            return JsonSerializer.SerializeToNode(Enum.GetValues(type).GetValue(0), schema.Options.GetTypeInfo(type));
        if (IsNumber(type))
            return 1;
        if (type == typeof(bool))
            return true;
        return schema.Kind switch
        {
            JsonTypeInfoKind.Object => new JsonObject(schema.Properties
                .Where(one => one.Set is not null || one.AssociatedParameter is not null)
                .Select(one => KeyValuePair.Create(one.Name, Of(schema.Options.GetTypeInfo(one.PropertyType), special)))),
            JsonTypeInfoKind.Enumerable => new JsonArray(Of(schema.Options.GetTypeInfo(schema.ElementType!), special)),
            JsonTypeInfoKind.Dictionary => new JsonObject(),
            _ => "sample",
        };
    }

    /// <summary>The text with one number replaced, for each number, and its member's name.</summary>
    public static IEnumerable<(string Member, string Json)> With(JsonNode sample, string number)
    {
        foreach (var leaf in Leaves(sample).ToList())
        {
            var (parent, before) = (leaf.Parent!, leaf.DeepClone());
            var (name, index) = parent is JsonObject ? (leaf.GetPropertyName(), -1) : ("", leaf.GetElementIndex());
            Put(Mark);
            var json = sample.ToJsonString().Replace($"\"{Mark}\"", number, StringComparison.Ordinal);
            Put(before);
            yield return (name, json);

            void Put(JsonNode value)
            {
                if (parent is JsonObject owner)
                    owner[name] = value;
                else
                    parent[index] = value;
            }
        }
    }

    public static bool HasNumber(JsonNode? sample) => sample is not null && Leaves(sample).Any();

    private static IEnumerable<JsonNode> Leaves(JsonNode? node) => node switch
    {
        JsonObject all => all.SelectMany(pair => Leaves(pair.Value)),
        JsonArray all => all.SelectMany(Leaves),
        JsonValue value when value.GetValueKind() == JsonValueKind.Number => [value],
        _ => [],
    };

    private static bool IsNumber(Type type) =>
        Type.GetTypeCode(type) is >= TypeCode.SByte and <= TypeCode.Decimal && !type.IsEnum;
}
