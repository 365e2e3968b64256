using System.Text.Json;

namespace Estate.FirmwareSim;

/// <summary>The gateway's answer to one event: durable, or refused for good.</summary>
public sealed record Ack(string Id, string Result, string? Reason, int? Balance, string DisplayText)
{
    public static IReadOnlyList<Ack> Parse(ReadOnlySpan<byte> payload)
    {
        var reader = new Utf8JsonReader(payload);
        using var document = JsonDocument.ParseValue(ref reader);
        return [.. document.RootElement.GetProperty("acks").EnumerateArray().Select(one => new Ack(
            one.GetProperty("id").GetString()!,
            one.GetProperty("result").GetString()!,
            one.TryGetProperty("reason", out var reason) ? reason.GetString() : null,
            one.TryGetProperty("balance", out var balance) ? balance.GetInt32() : null,
            one.GetProperty("text").GetProperty("en").GetString()!))];
    }
}
