using System.Text.Json;

namespace Estate.Adapters.Influx;

/// <summary>InfluxDB 3's answer to a batch that has bad lines: it takes the others, and lists the first hundred it refused.</summary>
internal static class PartialWrite
{
    /// <returns>Numbers of lines, from 1; empty where the answer is another.</returns>
    internal static IReadOnlyList<int> RejectedLines(string body)
    {
        try
        {
            using var answer = JsonDocument.Parse(body);
            var data = answer.RootElement.GetProperty("data");
            // An object instead: it took none, and names one of them.
            return data.ValueKind != JsonValueKind.Array ? []
                : [.. data.EnumerateArray().Select(one => one.GetProperty("line_number").GetInt32()).Distinct()];
        }
        catch (Exception other) when (other is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            return [];
        }
    }
}
