using System.Net;
using System.Text.Json;

namespace Estate.Adapters.Influx;

/// <summary>
/// What a time-series server says to who only asks: <paramref name="Problem"/> is null when it knows us and has our database.
/// </summary>
public sealed record InfluxHealth(bool Answers, string? Problem);

/// <summary>
/// Asks, with the estate's credentials, for the list of databases: nothing is written, and what a write would meet (wrong token, no such
/// database) is met.
/// </summary>
public static class InfluxProbe
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public static Task<InfluxHealth> AskAsync(InfluxTarget target, HttpMessageHandler handler, CancellationToken stop) =>
        target.Dialect == InfluxDialect.V2 ? AskClientAsync(target, handler, stop) : AskHttpAsync(target, handler, stop);

    /// <summary>Through InfluxDB.Client, as lines go there.</summary>
    private static async Task<InfluxHealth> AskClientAsync(InfluxTarget target, HttpMessageHandler handler, CancellationToken stop)
    {
        using var client = new GuardedClient(target, TimeProvider.System, Patience, handler);
        try
        {
            return new(true, await ServerSetup.FindBucketAsync(client, target.Database, stop) is null ? Missing(target) : null);
        }
        catch (ServerRefusal refusal)
        {
            return refusal.Status == 0 ? Silent : new(true, Refused((HttpStatusCode)refusal.Status));
        }
    }

    private static async Task<InfluxHealth> AskHttpAsync(InfluxTarget target, HttpMessageHandler handler, CancellationToken stop)
    {
        try
        {
            var answer = await ServerAnswer.AskAsync(target, handler, Question(target), stop);
            return new(true, !answer.IsSuccess ? Refused(answer.Status) : Holds(target, answer.Body) ? null : Missing(target));
        }
        catch (IOException)
        {
            return Silent;
        }
    }

    private static InfluxHealth Silent { get; } = new(false, "it does not answer");

    private static string Missing(InfluxTarget target) => $"it has no database {target.Database}";

    private static string Refused(HttpStatusCode code) => code is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden
        ? $"it does not accept the token ({(int)code})" : $"it answered {(int)code}";

    private static string Question(InfluxTarget target) => target.Dialect switch
    {
        InfluxDialect.V1 => "query?q=" + Uri.EscapeDataString("SHOW DATABASES"),
        InfluxDialect.V3 => "api/v3/configure/database?format=json",
        _ => "health",
    };

    /// <summary>The name stands as a whole string somewhere in the answer; VictoriaMetrics has no databases.</summary>
    private static bool Holds(InfluxTarget target, string body)
    {
        if (target.Dialect == InfluxDialect.VictoriaMetrics)
            return true;
        try
        {
            using var answer = JsonDocument.Parse(body);
            return Strings(answer.RootElement).Contains(target.Database);
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static IEnumerable<string> Strings(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.String => [element.GetString()!],
        JsonValueKind.Array => element.EnumerateArray().SelectMany(Strings),
        JsonValueKind.Object => element.EnumerateObject().SelectMany(member => Strings(member.Value)),
        _ => [],
    };
}
