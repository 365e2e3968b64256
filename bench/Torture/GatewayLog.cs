using System.Text.Json;

namespace Estate.Bench.Torture;

/// <summary>What a gateway wrote into its log.</summary>
internal static class GatewayLog
{
    /// <summary>Its errors: what it calls an error, and what the runtime says of it; each once.</summary>
    internal static IReadOnlyList<string> Errors(string file) => [.. File.ReadLines(file).Select(ErrorIn).OfType<string>().Distinct()];

    private static string? ErrorIn(string line)
    {
        if (line.Length == 0 || line[0] != '{')
            return line.Contains("Unhandled exception", StringComparison.Ordinal) ? line : null;
        using var entry = JsonDocument.Parse(line);
        if (entry.RootElement.GetProperty("LogLevel").GetString() is not ("Error" or "Critical"))
            return null;
        var words = entry.RootElement.GetProperty("Message").GetString();
        return entry.RootElement.TryGetProperty("Exception", out var exception) ? $"{words} {exception.GetString()!.Split(':')[0]}" : words;
    }
}
