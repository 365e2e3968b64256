using System.Globalization;
using System.Net.Http.Headers;

namespace Estate.Adapters.Influx;

/// <summary>
/// Puts answers in order before InfluxDB.Client sees them. The client takes every Retry-After for a whole number and throws
/// over a date; it gets seconds, or nothing. And it reads the answer to a query on a blocked thread, for as long as the server
/// likes; what it gets is complete, within the request's time and <see cref="MaxBytes"/>.
/// </summary>
internal sealed class ResponseGuard(HttpMessageHandler inner, TimeProvider time) : DelegatingHandler(inner)
{
    /// <summary>About half a million rows of a query.</summary>
    private const long MaxBytes = 64_000_000;

    private const string Name = "Retry-After";

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken);
        try
        {
            await response.Content.LoadIntoBufferAsync(MaxBytes, cancellationToken);
        }
        catch
        {
            response.Dispose();
            throw;
        }
        var wait = RetryAfter(response.Headers, time);
        response.Headers.Remove(Name);
        if (wait?.TotalSeconds is { } seconds)
            response.Headers.Add(Name, Math.Clamp(Math.Ceiling(seconds), 0, int.MaxValue).ToString("F0", CultureInfo.InvariantCulture));
        return response;
    }

    /// <summary>How long a server asks to be left alone; null where it does not, or not in a way HTTP knows.</summary>
    internal static TimeSpan? RetryAfter(HttpResponseHeaders headers, TimeProvider time) =>
        headers.RetryAfter is not { } said ? null : said.Delta ?? (said.Date is { } date ? date - time.GetUtcNow() : null);
}
