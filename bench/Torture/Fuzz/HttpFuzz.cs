using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Estate.Bench.Harness;
using Estate.Domain.People;

namespace Estate.Bench.Torture.Fuzz;

/// <summary>Asks the running gateway what its own description knows, spoilt; as everybody and as nobody.</summary>
internal sealed partial class HttpFuzz : IDisposable
{
    /// <summary>Things that there are, and things that are none; the wired gate is left to who measures there.</summary>
    private static readonly string[] Names =
    [
        "north", "station-1", "c01", "tas", "p01", "entrance", "main", "garage", "bins", "charger", "h0001",
        "h1", "1", "0", "-1", "2147483648", "wet", "none", "desk", "%00", "..", "%2e%2e%2f",
        "%F0%9F%98%80", "%ff", "a%20b", "null", "NaN", "2026-12-24", "%E4%B8%AD",
    ];

    private static readonly string[] Queries =
    [
        "", "", "", "?from=2026-01-01&to=2026-12-31", "?from=9999-12-31", "?from=-1&limit=0", "?limit=99999999999", "?limit=NaN",
        "?q=%00%ff", "?lang=xx&lang=en", "?%5B%5D=1",
    ];

    /// <summary>About as long as an answer takes.</summary>
    private const int LeavesWithinMs = 20;

    private readonly HttpClient _http;
    private readonly IReadOnlyList<ApiCall> _calls;
    private readonly IReadOnlyList<string?> _tokens;
    private readonly FuzzTally _tally;

    private HttpFuzz(HttpClient http, IReadOnlyList<ApiCall> calls, IReadOnlyList<string?> tokens, FuzzTally tally) =>
        (_http, _calls, _tokens, _tally) = (http, calls, tokens, tally);

    internal static async Task<HttpFuzz> OfAsync(BenchEstate estate, FuzzTally tally, CancellationToken stop)
    {
        var http = new HttpClient { BaseAddress = new(estate.Url), Timeout = TimeSpan.FromSeconds(60) };
        using var document = JsonDocument.Parse(await http.GetStringAsync(new Uri("/openapi.json", UriKind.Relative), stop));
        // To end the gateway in order is not to crash it.
        var calls = ApiSketch.Of(document.RootElement).Where(call => !call.Path.EndsWith("/restart", StringComparison.Ordinal)).ToList();
        var tokens = new[] { Role.Staff, Role.Committee, Role.Engineer }
            .Select(string? (role) => estate.TokenOf($"fuzz-{role}".ToLowerInvariant(), role));
        return new(http, calls, [.. tokens, null], tally);
    }

    /// <summary>One request after the other, so many a second.</summary>
    internal async Task RunAsync(Random random, double perSecond, ScenarioRun run, CancellationToken stop)
    {
        var mutator = new Mutator(random, [.. Names.Select(Encoding.ASCII.GetBytes)]);
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1 / perSecond), run.Time);
        try
        {
            while (await timer.WaitForNextTickAsync(stop))
                await AskAsync(random, mutator, stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // It is time.
        }
    }

    public void Dispose() => _http.Dispose();

    private async Task AskAsync(Random random, Mutator mutator, CancellationToken stop)
    {
        var call = _calls[random.Next(_calls.Count)];
        var path = Parameter().Replace(call.Path, _ => Names[random.Next(Names.Length)]) + Queries[random.Next(Queries.Length)];
        using var request = new HttpRequestMessage(random.Next(50) == 0 ? HttpMethod.Put : call.Method, path);
        var body = call.Body;
        if (body is not null && random.Next(6) > 0)
            body = mutator.Mutate(body, _calls[random.Next(_calls.Count)].Body ?? body);
        if (body is not null)
        {
            request.Content = new ByteArrayContent(body);
            request.Content.Headers.ContentType = new(random.Next(30) == 0 ? "application/x-www-form-urlencoded" : "application/json");
        }
        request.Headers.AcceptLanguage.ParseAdd(random.Next(2) == 0 ? "en" : "zh-CN");
        if (_tokens[random.Next(_tokens.Count)] is { } token)
            request.Headers.Authorization = new("Bearer", token);
        using var leaving = CancellationTokenSource.CreateLinkedTokenSource(stop);
        // Somebody who goes away before the answer is not an internal error, and must not be told as one.
        if (random.Next(20) == 0)
            leaving.CancelAfter(TimeSpan.FromMilliseconds(random.Next(LeavesWithinMs)));
        await SendAsync(call, request, body, leaving.Token);
    }

    private async Task SendAsync(ApiCall call, HttpRequestMessage request, byte[]? body, CancellationToken stop)
    {
        var what = $"{request.Method} {request.RequestUri}";
        try
        {
            using var answer = await _http.SendAsync(request, stop);
            var words = await answer.Content.ReadAsStringAsync(stop);
            var isCrash = answer.StatusCode >= HttpStatusCode.InternalServerError && answer.StatusCode != HttpStatusCode.ServiceUnavailable;
            if (isCrash)
                _tally.Crash($"{(int)answer.StatusCode} {call.Method} {call.Path}\n{words}", what, body);
            _tally.Count(FuzzWay.Http, isCrash ? "crashed" : answer.IsSuccessStatusCode ? "taken" : "refused");
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            _tally.Count(FuzzWay.Http, "left");
        }
        catch (HttpRequestException broken)
        {
            _tally.Crash($"no answer to {call.Method} {call.Path}: {broken.Message}", what, body);
            _tally.Count(FuzzWay.Http, "crashed");
        }
    }

    [GeneratedRegex(@"\{\w+\}")]
    private static partial Regex Parameter();
}
