using System.Text;
using System.Text.Json;

namespace Estate.Bench.Torture.Fuzz;

/// <summary>A value within a JSON text, by its bytes.</summary>
/// <param name="From">Where its member begins, with the name; its own start where it has none.</param>
internal readonly record struct JsonSpan(int From, int Start, int End, string? Name, int Depth, JsonTokenType Type);

/// <summary>Finds every value of a JSON text, so that one can be replaced by what no serializer would write.</summary>
internal static class JsonSpans
{
    /// <summary>In order of their starts; empty where it is no JSON.</summary>
    internal static List<JsonSpan> Of(ReadOnlySpan<byte> json)
    {
        var (all, open) = (new List<JsonSpan>(), new Stack<int>());
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = 64 });
        (int From, string Name)? member = null;
        try
        {
            while (reader.Read())
                switch (reader.TokenType)
                {
                    case JsonTokenType.PropertyName:
                        member = ((int)reader.TokenStartIndex, Encoding.UTF8.GetString(reader.ValueSpan));
                        break;
                    case JsonTokenType.EndObject or JsonTokenType.EndArray:
                        var index = open.Pop();
                        all[index] = all[index] with { End = (int)reader.BytesConsumed };
                        break;
                    default:
                        if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
                            open.Push(all.Count);
                        var start = (int)reader.TokenStartIndex;
                        var end = (int)reader.BytesConsumed;
                        all.Add(new(member?.From ?? start, start, end, member?.Name, reader.CurrentDepth, reader.TokenType));
                        member = null;
                        break;
                }
        }
        catch (JsonException)
        {
            return [];
        }
        return all;
    }

    /// <summary>The text with some bytes in place of others.</summary>
    internal static byte[] Replace(ReadOnlySpan<byte> text, int from, int to, ReadOnlySpan<byte> by) =>
        [.. text[..from], .. by, .. text[to..]];
}
