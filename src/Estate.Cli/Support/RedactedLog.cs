using System.Text.Json;

namespace Estate.Cli.Support;

/// <summary>
/// Lines of the gateway's log without what was filled into them: when, how bad, where, and the sentence as it stands in the program.
/// </summary>
internal static class RedactedLog
{
    /// <summary>Null for what is not a line of ours: whoever wrote it may have written anything.</summary>
    internal static string? Line(string line)
    {
        try
        {
            using var read = JsonDocument.Parse(line);
            var entry = read.RootElement;
            return entry.ValueKind != JsonValueKind.Object || Text(entry, "Timestamp") is not { } at ? null
                : ($"{at} {Text(entry, "LogLevel")} {Text(entry, "Category")} "
                    + (entry.TryGetProperty("State", out var state) ? Text(state, "{OriginalFormat}") : null)
                    + $" {Kind(Text(entry, "Exception"))}").TrimEnd();
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string? Text(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString() : null;

    /// <summary>Only which exception: its words may repeat what somebody sent.</summary>
    private static string? Kind(string? exception) => exception?.Split(':', ' ', '\n')[0];
}
