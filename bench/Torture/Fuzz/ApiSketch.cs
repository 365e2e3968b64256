using System.Text.Json;
using System.Text.Json.Nodes;

namespace Estate.Bench.Torture.Fuzz;

/// <param name="Path">With its parameters, as /api/gates/{name}/door.</param>
/// <param name="Body">Something valid of its shape; null where it takes none.</param>
internal sealed record ApiCall(HttpMethod Method, string Path, byte[]? Body);

/// <summary>What one may ask of the gateway, from its own description (/openapi.json).</summary>
internal static class ApiSketch
{
    private const int MaxDepth = 6;

    internal static IReadOnlyList<ApiCall> Of(JsonElement document)
    {
        var calls = new List<ApiCall>();
        foreach (var path in document.GetProperty("paths").EnumerateObject())
            foreach (var operation in path.Value.EnumerateObject().Where(one => one.Name is "get" or "post" or "put" or "delete"))
                calls.Add(new(new HttpMethod(operation.Name.ToUpperInvariant()), path.Name, BodyOf(operation.Value, document)));
        return calls;
    }

    private static byte[]? BodyOf(JsonElement operation, JsonElement document) =>
        operation.TryGetProperty("requestBody", out var body) && body.TryGetProperty("content", out var content)
            && content.TryGetProperty("application/json", out var json) && json.TryGetProperty("schema", out var schema)
            ? JsonSerializer.SerializeToUtf8Bytes(Sample(schema, document, 0))
            : null;

    private static JsonNode? Sample(JsonElement schema, JsonElement document, int depth)
    {
        if (schema.TryGetProperty("$ref", out var reference))
            return depth > MaxDepth ? null : Sample(Resolve(reference.GetString()!, document), document, depth + 1);
        foreach (var choice in new[] { "oneOf", "anyOf", "allOf" })
            if (schema.TryGetProperty(choice, out var some))
                return Sample(some.EnumerateArray().Last(), document, depth + 1);
        if (schema.TryGetProperty("enum", out var words))
            return JsonNode.Parse(words[0].GetRawText());
        return TypeOf(schema) switch
        {
            "object" when schema.TryGetProperty("properties", out var members) => new JsonObject(members.EnumerateObject()
                .Select(one => KeyValuePair.Create(one.Name, depth > MaxDepth ? null : Sample(one.Value, document, depth + 1)))),
            "object" => new JsonObject(),
            "array" => schema.TryGetProperty("items", out var items) ? new JsonArray(Sample(items, document, depth + 1)) : [],
            "integer" or "number" => 1,
            "boolean" => true,
            _ => schema.TryGetProperty("format", out var format) && format.GetString() is "date" ? "2026-12-24" : "sample",
        };
    }

    private static string? TypeOf(JsonElement schema) =>
        !schema.TryGetProperty("type", out var type) ? (schema.TryGetProperty("properties", out _) ? "object" : null)
        : type.ValueKind == JsonValueKind.Array ? type.EnumerateArray().Select(one => one.GetString()).FirstOrDefault(one => one != "null")
        : type.GetString();

    private static JsonElement Resolve(string reference, JsonElement document) =>
        reference.Split('/').Skip(1).Aggregate(document, (element, name) => element.GetProperty(name));
}
