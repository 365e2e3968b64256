using System.Text.Json;
using System.Text.RegularExpressions;

namespace Estate.District.Wire;

/// <summary>Reads spans, strictly: a span that is none is refused as a whole, a fact that is none alone.</summary>
internal static partial class SpanReader
{
    /// <summary>The newest that is understood.</summary>
    internal const int Schema = 1;
    private const int MaxBody = 16_384, MaxWord = 200, MaxFacts = 10_000;

    /// <summary>Within what a partition and a client of the database can have, in milliseconds since 1970.</summary>
    private const long Earliest = -62_135_596_800_000, Latest = 253_402_300_799_999;

    /// <param name="site">Whose key it came with: the end of its subject.</param>
    /// <exception cref="SpanException">It is no span, or of another estate.</exception>
    internal static FactSpan Read(ReadOnlyMemory<byte> message, string site)
    {
        try
        {
            using var json = JsonDocument.Parse(message);
            return Read(json.RootElement, site);
        }
        catch (Exception wrong) when (wrong is JsonException or InvalidOperationException or FormatException or KeyNotFoundException)
        {
            throw new SpanException(SpanException.Malformed, wrong.Message);
        }
    }

    private static FactSpan Read(JsonElement json, string site)
    {
        if (json.GetProperty("schema").GetInt32() is var schema && schema > Schema)
            throw new SpanException(SpanException.Newer, $"schema {schema} is newer than {Schema}")
            {
                Epoch = json.TryGetProperty("epoch", out var name) && name.ValueKind == JsonValueKind.String ? name.GetString()! : "",
            };
        if (json.GetProperty("site").GetString() != site)
            throw new SpanException(SpanException.Foreign, $"{site} sent facts of {json.GetProperty("site")}");
        var (epoch, after, last) =
            (json.GetProperty("epoch").GetString() ?? "", json.GetProperty("after").GetInt64(), json.GetProperty("last").GetInt64());
        if (!Epoch().IsMatch(epoch) || after < 0 || last < after)
            throw new SpanException(SpanException.Malformed, $"epoch {epoch}, after {after}, last {last}");
        return ReadFacts(json.GetProperty("facts"), new(new(site, epoch), after, last, []));
    }

    private static FactSpan ReadFacts(JsonElement json, FactSpan span)
    {
        var (facts, bad, before) = (new List<SpanFact>(), new List<BadFact>(), span.After);
        foreach (var one in json.EnumerateArray())
        {
            var n = one.GetProperty("n").GetInt64();
            if (n <= before || n > span.Last || facts.Count + bad.Count == MaxFacts)
                throw new SpanException(SpanException.Malformed, $"fact {n} after {before}, in a span up to {span.Last}");
            before = n;
            if (Wrong(one, n, out var fact) is { } reason)
                bad.Add(new(n, reason, Short(one.GetRawText())));
            else
                facts.Add(fact!);
        }
        return span with { Facts = facts, Bad = bad };
    }

    /// <returns>Why it is not a fact; null where it is one.</returns>
    private static string? Wrong(JsonElement json, long n, out SpanFact? fact)
    {
        fact = null;
        if (Time(json, "at") is not { } at || Time(json, "received_at") is not { } received)
            return "at and received_at: milliseconds since 1970, years 1 to 9999";
        if (Word(json, "device") is not { } device || Word(json, "slice") is not { } slice || Word(json, "type") is not { } type)
            return $"device, slice and type: up to {MaxWord} letters, digits, and - _ / .";
        if (!json.TryGetProperty("body", out var body) || body.ValueKind != JsonValueKind.Object)
            return "body: an object";
        var text = body.GetRawText();
        if (text.Length > MaxBody)
            return $"body: {text.Length} characters, at most {MaxBody}";
        // The database has no such letter.
        if (text.Contains("\\u0000", StringComparison.Ordinal))
            return "body: a letter of code 0";
        fact = new(n, at, received, device, slice, type) { Body = text };
        return null;
    }

    private static DateTime? Time(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var ms)
            && ms is >= Earliest and <= Latest ? DateTimeOffset.FromUnixTimeMilliseconds(ms).UtcDateTime : null;

    private static string? Word(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String && value.GetString() is { } word
            && word.Length <= MaxWord && Plain().IsMatch(word) ? word : null;

    private static string Short(string text) => text.Length <= MaxBody ? text : text[..MaxBody];

    [GeneratedRegex("^[0-9a-f]{16}$")]
    private static partial Regex Epoch();

    [GeneratedRegex(@"^[A-Za-z0-9_./-]+$")]
    private static partial Regex Plain();
}
