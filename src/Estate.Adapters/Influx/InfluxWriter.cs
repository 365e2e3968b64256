using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Polly;
using Polly.Retry;

namespace Estate.Adapters.Influx;

/// <summary>What became of the lines of a batch.</summary>
public sealed record WriteReport(int Stored, IReadOnlyList<string> Rejected, string? Problem)
{
    /// <summary>False when lines were neither stored nor refused one by one: they must be offered again.</summary>
    public bool IsSettled => Problem is null;

    /// <summary>Only a person can mend it.</summary>
    public bool NeedsPerson { get; init; }
}

/// <summary>
/// Writes lines in order. A refused batch is halved until the bad lines stand alone; a server in trouble is asked again
/// with the same bytes, as late as it wishes (<c>Retry-After</c>).
/// </summary>
public sealed class InfluxWriter : IDisposable
{
    private static readonly TimeSpan MaxDelay = TimeSpan.FromSeconds(30);

    /// <summary>A server may ask for patience, not for eternity.</summary>
    private static readonly TimeSpan MaxRetryAfter = TimeSpan.FromMinutes(5);

    private readonly InfluxTarget _target;
    private readonly HttpClient _http;
    private readonly ResiliencePipeline<HttpResponseMessage> _retry;

    /// <param name="attempts">Tries per request before a batch is given back; 1 for none again.</param>
    public InfluxWriter(InfluxTarget target, HttpMessageHandler handler, TimeProvider time, int attempts = 4)
    {
        _target = target;
        _http = new HttpClient(handler, disposeHandler: false) { Timeout = TimeSpan.FromSeconds(10) };
        _retry = attempts == 1 ? ResiliencePipeline<HttpResponseMessage>.Empty : Retry(time, attempts - 1);
    }

    public async Task<WriteReport> WriteAsync(IReadOnlyList<string> lines, CancellationToken stop)
    {
        var rejected = new List<string>();
        var stored = 0;
        // Depth first, left half first: order is kept within every series.
        var todo = new Stack<(int From, int Count)>();
        if (lines.Count > 0)
            todo.Push((0, lines.Count));
        while (todo.TryPop(out var part))
        {
            var (verdict, problem) = await SendAsync(lines, part.From, part.Count, stop);
            if (verdict == WriteVerdict.Stored)
                stored += part.Count;
            else if (verdict != WriteVerdict.Bisect)
                return new(stored, rejected, problem) { NeedsPerson = verdict == WriteVerdict.Stop };
            else if (part.Count == 1)
                rejected.Add(lines[part.From]);
            else
            {
                var half = part.Count / 2;
                todo.Push((part.From + half, part.Count - half));
                todo.Push((part.From, half));
            }
        }
        return new(stored, rejected, null);
    }

    /// <summary>
    /// Asks a 1.x server for a database; the others make theirs by configuration or on first write. A refusal is no
    /// obstacle: the database may be there already, and the first write tells.
    /// </summary>
    /// <exception cref="HttpRequestException">The server does not answer.</exception>
    public async Task CreateDatabaseAsync(CancellationToken stop)
    {
        if (_target.Dialect != InfluxDialect.V1)
            return;
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(_target.Url, "query"))
        {
            Content = new FormUrlEncodedContent([new("q", $"CREATE DATABASE \"{_target.Database}\"")]),
        };
        _target.Authorize(request);
        using var response = await _http.SendAsync(request, stop);
    }

    public void Dispose() => _http.Dispose();

    private async Task<(WriteVerdict Verdict, string? Problem)> SendAsync(IReadOnlyList<string> lines, int from, int count, CancellationToken stop)
    {
        var body = Encoding.UTF8.GetBytes(string.Join('\n', lines.Skip(from).Take(count)));
        try
        {
            using var response = await _retry.ExecuteAsync(async token => await _http.SendAsync(Request(body), token), stop);
            var verdict = InfluxTarget.Judge(response.StatusCode);
            return (verdict, verdict is WriteVerdict.Stored or WriteVerdict.Bisect ? null : _target.Explain(response.StatusCode));
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException or OperationCanceledException && !stop.IsCancellationRequested)
        {
            return (WriteVerdict.Retry, $"{_target.Url.Authority}: {failure.Message}");
        }
    }

    private HttpRequestMessage Request(byte[] body)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, _target.WriteUri) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("text/plain") { CharSet = "utf-8" };
        _target.Authorize(request);
        return request;
    }

    private static ResiliencePipeline<HttpResponseMessage> Retry(TimeProvider time, int retries) =>
        new ResiliencePipelineBuilder<HttpResponseMessage> { TimeProvider = time }
            .AddRetry(new RetryStrategyOptions<HttpResponseMessage>
            {
                ShouldHandle = new PredicateBuilder<HttpResponseMessage>()
                    .Handle<HttpRequestException>()
                    .Handle<IOException>()
                    .Handle<TaskCanceledException>(failure => failure.InnerException is TimeoutException)
                    .HandleResult(response => InfluxTarget.Judge(response.StatusCode) == WriteVerdict.Retry),
                MaxRetryAttempts = retries,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                Delay = TimeSpan.FromMilliseconds(250),
                MaxDelay = MaxDelay,
                DelayGenerator = arguments => ValueTask.FromResult(RetryAfter(arguments.Outcome.Result, time)),
                OnRetry = arguments =>
                {
                    arguments.Outcome.Result?.Dispose();
                    return ValueTask.CompletedTask;
                },
            })
            .Build();

    private static TimeSpan? RetryAfter(HttpResponseMessage? response, TimeProvider time)
    {
        if (response?.StatusCode is not (HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable))
            return null;
        var wish = response.Headers.RetryAfter;
        var wait = wish?.Delta ?? (wish?.Date is { } date ? date - time.GetUtcNow() : null);
        return wait is null ? null : TimeSpan.FromTicks(Math.Clamp(wait.Value.Ticks, 0, MaxRetryAfter.Ticks));
    }
}
