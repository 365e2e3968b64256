using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Estate.Adapters.Storage.Privacy;

/// <summary>One text within a stored body: under which name, and whose household the object around it names.</summary>
internal readonly record struct StoredString(string Key, string Value, string? Household);

/// <summary>Changes single texts of bodies that the store holds as JSON; everything else stays as it was written.</summary>
internal static class StoredStrings
{
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <returns>Null where nothing changes, or where the disk has damaged it.</returns>
    internal static string? Rewrite(string body, Func<StoredString, string> change)
    {
        try
        {
            var root = JsonNode.Parse(body);
            return root is not null && Walk(root, "", null, change) ? root.ToJsonString(Plain) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>As it stands within a body: with letters as they are or, as earlier programs wrote them, as numbers.</summary>
    internal static (string Plain, string Escaped) Quoted(string text) =>
        ($"\"{JsonEncodedText.Encode(text, Plain.Encoder)}\"", $"\"{JsonEncodedText.Encode(text)}\"");

    private static bool Walk(JsonNode node, string key, string? household, Func<StoredString, string> change)
    {
        var isChanged = false;
        if (node is JsonObject members)
        {
            var own = members["household"] is JsonValue value && value.TryGetValue<string>(out var name) ? name : null;
            foreach (var (member, child) in members.ToList())
                if (child is not null)
                    isChanged |= Visit(child, member, own, change, text => members[member] = text);
        }
        else if (node is JsonArray items)
            for (var i = 0; i < items.Count; i++)
            {
                var place = i;
                if (items[i] is { } child)
                    isChanged |= Visit(child, key, household, change, text => items[place] = text);
            }
        return isChanged;
    }

    private static bool Visit(JsonNode child, string key, string? household, Func<StoredString, string> change, Action<string> put)
    {
        if (child is not JsonValue value)
            return Walk(child, key, household, change);
        if (!value.TryGetValue<string>(out var text))
            return false;
        var fresh = change(new(key, text, household));
        if (fresh == text)
            return false;
        put(fresh);
        return true;
    }
}
