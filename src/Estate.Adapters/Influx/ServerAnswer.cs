using System.Net;

namespace Estate.Adapters.Influx;

/// <summary>What a time-series server answers to one question over HTTP, with the estate's credentials.</summary>
internal readonly record struct ServerAnswer(HttpStatusCode Status, string Body)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    internal bool IsSuccess => (int)Status is >= 200 and < 300;

    /// <exception cref="IOException">The server does not answer; says which and why.</exception>
    internal static async Task<ServerAnswer> AskAsync(InfluxTarget target, HttpMessageHandler handler, string path, CancellationToken stop)
    {
        using var http = new HttpClient(handler, disposeHandler: false)
        {
            Timeout = Patience,
            MaxResponseContentBufferSize = SeriesServers.MaxBytes,
        };
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(target.Url, path));
        target.Authorize(request);
        try
        {
            using var response = await http.SendAsync(request, stop);
            return new(response.StatusCode, await response.Content.ReadAsStringAsync(stop));
        }
        catch (Exception away) when (away is HttpRequestException or TaskCanceledException && !stop.IsCancellationRequested)
        {
            throw new IOException($"{target.Url.Authority}: {away.Message}", away);
        }
    }
}
