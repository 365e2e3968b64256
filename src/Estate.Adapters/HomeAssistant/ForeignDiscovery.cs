using System.Text.Json;
using System.Text.RegularExpressions;

namespace Estate.Adapters.HomeAssistant;

/// <summary>
/// What devices of others tell Home Assistant of themselves: one message a component, in full names or abbreviated. Only what people need
/// to recognise a device is read, and where it speaks.
/// </summary>
public static partial class ForeignDiscovery
{
    /// <summary>
    /// Components of sensors and switches. Not <c>device</c>, where the gateway announces its own: whoever may write there could take its
    /// devices' places.
    /// </summary>
    private static readonly string[] Components = ["sensor", "binary_sensor", "switch"];

    public static IEnumerable<string> Filters(string prefix) =>
        Components.SelectMany(component => new[] { $"{prefix}/{component}/+/config", $"{prefix}/{component}/+/+/config" });

    /// <returns>Null where it is no announcement.</returns>
    public static DiscoveredComponent? Read(string prefix, string topic, ReadOnlySpan<byte> payload)
    {
        if (!topic.StartsWith(prefix + "/", StringComparison.Ordinal) || !topic.EndsWith("/config", StringComparison.Ordinal))
            return null;
        try
        {
            var reader = new Utf8JsonReader(payload);
            using var document = JsonDocument.ParseValue(ref reader);
            return document.RootElement.ValueKind == JsonValueKind.Object ? Read(topic.Split('/')[^2], document.RootElement) : null;
        }
        catch (Exception wrong) when (wrong is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private static DiscoveredComponent Read(string objectId, JsonElement config)
    {
        var device = Element(config, "device", "dev");
        var root = Word(config, "~") ?? "";
        string? Topic(string name, string brief) => Word(config, name, brief)?.Replace("~", root, StringComparison.Ordinal);
        // The entity's own id: today with its component in front, once without.
        var entity = Word(config, "default_entity_id", "def_ent_id")?.Split('.')[^1] ?? Word(config, "object_id", "obj_id") ?? objectId;
        return new(Identity(device) ?? Word(config, "unique_id", "uniq_id") ?? entity)
        {
            Name = Word(device, "name") ?? entity,
            Product = string.Join(' ', new[] { Word(device, "manufacturer", "mf"), Word(device, "model", "mdl") }.OfType<string>()),
            Topics = [.. new[] { Topic("state_topic", "stat_t"), Topic("command_topic", "cmd_t") }.OfType<string>()],
        };
    }

    private static string? Identity(JsonElement device) => Element(device, "identifiers", "ids") switch
    {
        { ValueKind: JsonValueKind.String } one => Bounded(one),
        { ValueKind: JsonValueKind.Array } many => many.EnumerateArray().Select(Bounded).FirstOrDefault(one => one is not null),
        _ => null,
    };

    private static string? Word(JsonElement of, string name, string? brief = null) => Bounded(Element(of, name, brief));

    private static string? Bounded(JsonElement value) =>
        value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 and <= DiscoveredComponent.Longest } text
        && !Controls().IsMatch(text) ? text : null;

    private static JsonElement Element(JsonElement of, string name, string? brief = null) => of.ValueKind != JsonValueKind.Object ? default
        : of.TryGetProperty(name, out var value) || (brief is not null && of.TryGetProperty(brief, out value)) ? value : default;

    [GeneratedRegex(@"\p{C}")]
    private static partial Regex Controls();
}

/// <summary>A component of a device; those of one device have the same identity.</summary>
public sealed record DiscoveredComponent(string Device)
{
    internal const int Longest = 200;

    public string Name { get; init; } = "";
    public string Product { get; init; } = "";

    /// <summary>Where it speaks, and where it is spoken to.</summary>
    public IReadOnlyList<string> Topics { get; init; } = [];
}
