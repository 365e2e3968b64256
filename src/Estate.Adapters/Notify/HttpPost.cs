using System.Net.Http.Headers;

namespace Estate.Adapters.Notify;

/// <summary>One POST of JSON, or a GET beside it; how long it may take is the caller's.</summary>
internal sealed class HttpPost(HttpMessageHandler handler) : IDisposable
{
    private readonly HttpClient _http = new(handler, disposeHandler: false) { Timeout = Timeout.InfiniteTimeSpan };

    /// <param name="name">For messages, instead of an address that may hold a secret.</param>
    /// <exception cref="NotifyException">No answer.</exception>
    internal async Task<HttpAnswer> SendAsync(string name, Uri url, byte[] body, Action<HttpRequestHeaders> headers, CancellationToken stop)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new("application/json") { CharSet = "utf-8" };
        headers(request.Headers);
        return await ExchangeAsync(name, request, stop);
    }

    /// <exception cref="NotifyException">No answer.</exception>
    internal async Task<HttpAnswer> GetAsync(string name, Uri url, CancellationToken stop)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, url);
        return await ExchangeAsync(name, request, stop);
    }

    public void Dispose() => _http.Dispose();

    private async Task<HttpAnswer> ExchangeAsync(string name, HttpRequestMessage request, CancellationToken stop)
    {
        try
        {
            using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, stop);
            await using var stream = await response.Content.ReadAsStreamAsync(stop);
            var answer = new byte[64 * 1024];
            var length = await stream.ReadAtLeastAsync(answer, answer.Length, throwOnEndOfStream: false, stop);
            return new((int)response.StatusCode, answer[..length], Wish(response.Headers), response.Headers.Date);
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException)
        {
            throw new NotifyException(
                $"{name} does not answer ({(failure as HttpRequestException)?.HttpRequestError.ToString() ?? failure.GetType().Name})",
                isPermanent: false, cause: failure);
        }
    }

    /// <summary>Seconds, or a moment by the server's own clock.</summary>
    private static TimeSpan? Wish(HttpResponseHeaders headers) =>
        headers.RetryAfter?.Delta ?? (headers.RetryAfter?.Date is { } until && headers.Date is { } now && until > now ? until - now : null);
}
