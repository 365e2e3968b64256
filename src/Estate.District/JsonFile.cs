using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Estate.District;

/// <summary>Files in JSON that a person writes, such as the list of estates.</summary>
internal static class JsonFile
{
    /// <param name="wrong">Gets what is wrong, with the file, its line and its column.</param>
    /// <returns>Null where it cannot be read.</returns>
    internal static T? Read<T>(string file, JsonTypeInfo<T> schema, List<string> wrong)
        where T : class
    {
        var text = "";
        try
        {
            text = File.ReadAllText(file);
            return JsonSerializer.Deserialize(text, schema) ?? throw new JsonException("nothing is in it");
        }
        catch (JsonException bad)
        {
            wrong.Add($"{file}{PlaceOf(bad, text)}: {WordsOf(bad)}");
        }
        catch (Exception bad) when (bad is IOException or UnauthorizedAccessException)
        {
            wrong.Add($"{file}: {bad.Message}");
        }
        return null;
    }

    /// <summary>Counted from 1, and columns in letters, as editors do.</summary>
    private static string PlaceOf(JsonException bad, string text)
    {
        if (bad is not { LineNumber: { } number, BytePositionInLine: { } before }
            || text.Split('\n').ElementAtOrDefault((int)number) is not { } line)
            return "";
        var bytes = Encoding.UTF8.GetBytes(line);
        return $", line {number + 1}, column {Encoding.UTF8.GetCharCount(bytes, 0, (int)Math.Min(before, bytes.Length)) + 1}"
            + (bad.Path is { Length: > 1 } path ? $", {path}" : "");
    }

    /// <summary>The library puts its own count of place behind its words.</summary>
    private static string WordsOf(JsonException bad) =>
        bad.Message.IndexOf(" Path: ", StringComparison.Ordinal) is >= 0 and var end ? bad.Message[..end]
        : bad.Message.IndexOf(" LineNumber: ", StringComparison.Ordinal) is >= 0 and var place ? bad.Message[..place] : bad.Message;
}
