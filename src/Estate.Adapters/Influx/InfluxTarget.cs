using System.Net;

namespace Estate.Adapters.Influx;

/// <summary>Where and how to write. <paramref name="Organisation"/> is for V2 only; <paramref name="Token"/> may be null.</summary>
public sealed record InfluxTarget(Uri Url, InfluxDialect Dialect, string Database, string? Organisation = null, string? Token = null)
{
    /// <summary>Of a new V2 server's first account; null: somebody else sets it up.</summary>
    public string? SetupPassword { get; init; }

    /// <summary>So long a V2 bucket keeps points; null: as the server has it.</summary>
    public int? KeepDays { get; init; }

    /// <summary>So long a V2 server keeps half-hour means; null: it makes none.</summary>
    public int? MeansDays { get; init; }

    /// <summary>The measurements it makes means of.</summary>
    public IReadOnlyList<string> Averaged { get; init; } = [];

    /// <summary>The bucket of the means.</summary>
    public string MeansDatabase => Database + "_means";

    internal Uri WriteUri => Dialect switch
    {
        InfluxDialect.V1 => new(Url, $"write?db={Uri.EscapeDataString(Database)}&precision=n"),
        InfluxDialect.V3 => new(Url, $"api/v3/write_lp?db={Uri.EscapeDataString(Database)}&precision=nanosecond"),
        _ => new(Url, $"api/v2/write?org={Uri.EscapeDataString(Organisation ?? "")}&bucket={Uri.EscapeDataString(Database)}&precision=ns"),
    };

    /// <summary>1.x knows user and password only: there the token is <c>user:password</c>.</summary>
    private string? Authorization => Token is null ? null : Dialect switch
    {
        InfluxDialect.V1 => "Basic " + Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(Token)),
        InfluxDialect.V3 => "Bearer " + Token,
        _ => "Token " + Token,
    };

    internal void Authorize(HttpRequestMessage request)
    {
        if (Authorization is { } authorization)
            request.Headers.TryAddWithoutValidation("Authorization", authorization);
    }

    /// <summary>Under which name it is known how far this place has all; buckets of one name are another in each organisation.</summary>
    public string Server => $"{Url.GetLeftPart(UriPartial.Path)} {(Dialect == InfluxDialect.V2 ? Organisation + "/" : "")}{Database}";

    /// <summary>What a refusal means, and what to do.</summary>
    internal static string Explain(string server, HttpStatusCode code) => code switch
    {
        HttpStatusCode.Unauthorized => $"{server} does not know the token (401): check influx.token_file",
        HttpStatusCode.Forbidden =>
            $"{server} does not let this token write there (403): give it the right to, or another one in influx.token_file",
        HttpStatusCode.NotFound =>
            $"{server} has no such database or bucket (404): create it there, or correct influx.database and influx.dialect",
        >= (HttpStatusCode)200 and < (HttpStatusCode)400 =>
            $"{server} answered {(int)code}, where a time-series server says 204: a log-in page or a proxy, perhaps; check influx.url",
        _ => $"{server} answered {(int)code}",
    };

    /// <summary>What an answer to lines means, whoever carried them.</summary>
    /// <param name="isNamed">A header says that it is InfluxDB.</param>
    internal LineAnswer Understand(HttpStatusCode status, string body, bool isNamed, TimeSpan? retryAfter) => status switch
    {
        // It keeps what its own policy lets it, and has taken the others: no fault of the lines.
        HttpStatusCode.BadRequest or HttpStatusCode.UnprocessableEntity when IsBeyondRetention(body) => new(HttpStatusCode.NoContent),
        // Who refuses lines without being a time-series server (a door that wants TLS, a proxy) would refuse each of them for ever.
        HttpStatusCode.BadRequest when Dialect != InfluxDialect.VictoriaMetrics && !isNamed && !body.TrimStart().StartsWith('{') =>
            new(status, Stranger(Url.Authority), retryAfter),
        HttpStatusCode.BadRequest when Dialect == InfluxDialect.V3 =>
            new(status, null, retryAfter) { RejectedLines = PartialWrite.RejectedLines(body) },
        _ => new(status, null, retryAfter),
    };

    private static bool IsBeyondRetention(string body) =>
        body.Contains("partial write", StringComparison.Ordinal) && body.Contains("retention policy", StringComparison.OrdinalIgnoreCase);

    /// <summary>What to do where a 400 is not the server's.</summary>
    internal static string Stranger(string server) =>
        $"{server} answered 400, but not as a time-series server does: check influx.url, its port, and whether it must begin with https";

    /// <summary>
    /// The same code means different things per generation (domain facts 7.2): 400 may or may not have stored the good lines.
    /// </summary>
    internal static WriteVerdict VerdictOf(HttpStatusCode code) => code switch
    {
        // Nothing but this: a proxy's friendly page has stored nothing.
        HttpStatusCode.NoContent => WriteVerdict.Stored,
        HttpStatusCode.BadRequest or HttpStatusCode.UnprocessableEntity or HttpStatusCode.RequestEntityTooLarge => WriteVerdict.Bisect,
        HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden or HttpStatusCode.NotFound => WriteVerdict.Stop,
        _ => WriteVerdict.Retry,
    };
}
