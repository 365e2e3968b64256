using System.Net;
using System.Net.Http.Headers;

namespace Estate.Adapters.Notify;

/// <summary>One POST of JSON, with what its failure means; how long it may take is the caller's.</summary>
internal sealed class HttpPost(HttpMessageHandler handler) : IDisposable
{
    private readonly HttpClient _http = new(handler, disposeHandler: false) { Timeout = Timeout.InfiniteTimeSpan };

    /// <param name="name">For messages, instead of an address that may hold a secret.</param>
    /// <returns>The answer's body, at most 64 kB of it.</returns>
    /// <exception cref="NotifyException">No answer, or not a good one.</exception>
    internal async Task<byte[]> SendAsync(string name, Uri url, byte[] body, Action<HttpRequestHeaders> headers, CancellationToken stop)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new("application/json") { CharSet = "utf-8" };
        headers(request.Headers);
        try
        {
            using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, stop);
            if (!response.IsSuccessStatusCode)
                throw new NotifyException(
                    $"{name} answered {(int)response.StatusCode}", IsPermanent(response.StatusCode), response.Headers.RetryAfter?.Delta);
            await using var stream = await response.Content.ReadAsStreamAsync(stop);
            var answer = new byte[64 * 1024];
            var length = await stream.ReadAtLeastAsync(answer, answer.Length, throwOnEndOfStream: false, stop);
            return answer[..length];
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException)
        {
            throw new NotifyException(
                $"{name} does not answer ({(failure as HttpRequestException)?.HttpRequestError.ToString() ?? failure.GetType().Name})",
                isPermanent: false, cause: failure);
        }
    }

    public void Dispose() => _http.Dispose();

    private static bool IsPermanent(HttpStatusCode status) =>
        (int)status is >= 400 and < 500
            && status is not (HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests or HttpStatusCode.Conflict);
}
