using System.Globalization;
using System.Text.Json.Nodes;
using Estate.Domain.Devices;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Estate.Gateway.Configuration;

/// <summary>YAML as the JSON that somebody meant by it: a plain word is a number, true, false or nothing where it looks so.</summary>
internal static class YamlJson
{
    internal static JsonNode? Of(YamlNode? node) => node switch
    {
        YamlScalarNode { Style: ScalarStyle.Plain } plain => Plain(plain.Value ?? ""),
        YamlScalarNode text => JsonValue.Create(text.Value),
        YamlSequenceNode list => new JsonArray([.. list.Children.Select(Of)]),
        YamlMappingNode map => new JsonObject(map.Children.Select(pair => KeyValuePair.Create(pair.Key.ToString(), Of(pair.Value)))),
        _ => null,
    };

    private static JsonValue? Plain(string word) => word switch
    {
        "" or "~" or "null" => null,
        "true" or "false" => JsonValue.Create(word == "true"),
        ['0', 'x', .. var digits]
            when ulong.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var number) =>
            JsonValue.Create(number),
        _ => FiniteNumber.TryParse(word, out var number) ? JsonValue.Create(number) : JsonValue.Create(word),
    };
}
