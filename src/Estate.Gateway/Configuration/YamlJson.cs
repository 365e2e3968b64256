using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Estate.Domain.Devices;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Estate.Gateway.Configuration;

/// <summary>
/// YAML as the JSON that somebody meant by it: a plain word is a number, true, false or nothing where it looks so. What one reader of
/// YAML takes for another number than the next is an error, whoever wrote it.
/// </summary>
internal static partial class YamlJson
{
    /// <summary>Of a file of ours: numbers are decimal.</summary>
    /// <exception cref="YamlException">Says what to write instead.</exception>
    internal static JsonNode? Of(YamlNode? node) => Of(node, Plain);

    /// <summary>Of a file that nobody here wrote, such as a maker's codec cases: also 0x1F, +7 and 1e3, which all read alike.</summary>
    /// <inheritdoc cref="Of(YamlNode?)"/>
    internal static JsonNode? OfOthers(YamlNode? node) => Of(node, PlainOfOthers);

    private static JsonNode? Of(YamlNode? node, Func<YamlScalarNode, string, JsonValue?> plain) => node switch
    {
        YamlScalarNode { Style: ScalarStyle.Plain } word => plain(word, word.Value ?? ""),
        YamlScalarNode text => JsonValue.Create(text.Value),
        YamlSequenceNode list => new JsonArray([.. list.Children.Select(one => Of(one, plain))]),
        YamlMappingNode map => new JsonObject(
            map.Children.Select(pair => KeyValuePair.Create(pair.Key.ToString(), Of(pair.Value, plain)))),
        _ => null,
    };

    private static JsonValue? Plain(YamlScalarNode place, string word) => word switch
    {
        "" or "~" or "null" => null,
        "true" or "false" => JsonValue.Create(word == "true"),
        _ => FiniteNumber.TryParseDecimal(word, out var number) ? JsonValue.Create(number)
            : Number().IsMatch(word) ? throw Doubtful(place) : JsonValue.Create(word),
    };

    private static JsonValue? PlainOfOthers(YamlScalarNode place, string word) => word switch
    {
        ['0', 'x', .. var digits]
            when ulong.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var number) =>
            JsonValue.Create(number),
        _ => Alike().IsMatch(word) && FiniteNumber.TryParse(word, out var number) ? JsonValue.Create(number)
            : Plain(place, word),
    };

    private static YamlException Doubtful(YamlScalarNode place) => new(
        place.Start, place.End, $"'{place.Value}' is not the same number to every reader of YAML; write it in decimal digits such as 12.5, "
        + "or as a text in quotes");

    /// <summary>What YAML 1.1 or 1.2 takes for a number: octal, hexadecimal, binary, with _ or a sign, or half a fraction.</summary>
    [GeneratedRegex(
        @"^([-+]?(0[xob][0-9a-fA-F_]+|([0-9][0-9_]*(\.[0-9_]*)?|\.[0-9_]+)([eE][-+]?[0-9]+)?|\.(inf|Inf|INF))"
            + @"|\.(nan|NaN|NAN))$")]
    private static partial Regex Number();

    [GeneratedRegex(@"^[-+]?((0|[1-9][0-9]*)(\.[0-9]*)?|\.[0-9]+)([eE][-+]?[0-9]+)?$")]
    private static partial Regex Alike();
}
