using System.Text.Json;

namespace Estate.Adapters.Notify;

/// <summary>Robots of chat groups answer 200 with a code of their own.</summary>
internal static class RobotAnswer
{
    /// <exception cref="NotifyException">Another code, or none.</exception>
    internal static void RequireZero(
        string name, byte[] answer, string member, Func<int, bool> isPermanent, Func<int, TimeSpan?> retryAfter)
    {
        var code = CodeOf(answer, member)
            ?? throw new NotifyException($"{name} answered what is not JSON with {member}", isPermanent: false);
        if (code != 0)
            throw new NotifyException($"{name} refused with {member} {code}", isPermanent(code), retryAfter(code));
    }

    /// <returns>Null where there is no such number.</returns>
    internal static int? CodeOf(byte[] answer, string member)
    {
        try
        {
            using var document = JsonDocument.Parse(answer);
            return document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty(member, out var code)
                && code.ValueKind == JsonValueKind.Number && code.TryGetInt32(out var value) ? value : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
