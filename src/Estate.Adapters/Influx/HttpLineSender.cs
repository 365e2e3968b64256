namespace Estate.Adapters.Influx;

/// <summary>Lines over plain HTTP, in the dialect of each generation.</summary>
/// <param name="isOwner">The handler ends with this.</param>
internal sealed class HttpLineSender(InfluxTarget target, HttpMessageHandler handler, TimeProvider time, bool isOwner = false) : ILineSender
{
    private readonly HttpClient _http = new(handler, isOwner)
    {
        Timeout = TimeSpan.FromSeconds(10),
        MaxResponseContentBufferSize = SeriesServers.MaxBytes,
    };

    /// <summary>On connections of its own, past any proxy.</summary>
    public static HttpLineSender Open(InfluxTarget target, TimeProvider time) =>
        new(target, SeriesServers.Direct(), time, isOwner: true);

    public string Server => target.Url.Authority;

    public async Task<LineAnswer> SendAsync(IEnumerable<string> lines, CancellationToken stop)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, target.WriteUri) { Content = new LinesContent(lines) };
        target.Authorize(request);
        try
        {
            using var response = await _http.SendAsync(request, stop);
            var isNamed = SeriesServers.IsNamed(response.Headers.Select(header => header.Key));
            var body = response.IsSuccessStatusCode ? "" : await response.Content.ReadAsStringAsync(stop);
            return target.Understand(response.StatusCode, body, isNamed, ResponseGuard.RetryAfter(response.Headers, time));
        }
        catch (Exception failure) when (
            failure is HttpRequestException or IOException or OperationCanceledException && !stop.IsCancellationRequested)
        {
            return new(null, failure.Message);
        }
    }

    /// <summary>
    /// Makes a database of a 1.x server only; the others make theirs by configuration or on first write. VictoriaMetrics is asked how it
    /// was started.
    /// </summary>
    public async Task<string?> PrepareAsync(CancellationToken stop)
    {
        if (target.Dialect == InfluxDialect.VictoriaMetrics)
            return await RepeatsAsync(stop);
        if (target.Dialect != InfluxDialect.V1)
            return null;
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(target.Url, "query"))
        {
            Content = new FormUrlEncodedContent([new("q", $"CREATE DATABASE \"{target.Database}\"")]),
        };
        target.Authorize(request);
        using var response = await _http.SendAsync(request, stop);
        return response.IsSuccessStatusCode ? null
            : $"{Server} answered {(int)response.StatusCode}: {await response.Content.ReadAsStringAsync(stop)}";
    }

    public void Dispose() => _http.Dispose();

    /// <summary>Whoever stands before it may hide its settings: the first write shows whether it is there.</summary>
    private async Task<string?> RepeatsAsync(CancellationToken stop)
    {
        try
        {
            var limits = await ServerLimitsProbe.AskAsync(target, handler, stop);
            return limits.Counts == RepeatCount.Twice ? $"{Server} counts twice what is sent twice: start it with {SeriesServers.CountOnce}"
                : null;
        }
        catch (IOException)
        {
            return null;
        }
    }
}
