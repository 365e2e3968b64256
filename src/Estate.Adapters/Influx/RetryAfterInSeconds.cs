using System.Globalization;
using System.Net.Http.Headers;

namespace Estate.Adapters.Influx;

/// <summary>
/// InfluxDB.Client takes every Retry-After for a whole number and throws a FormatException or an OverflowException where it is
/// none. HTTP allows a date, and a proxy may say anything: the client hears seconds, or nothing.
/// </summary>
internal sealed class RetryAfterInSeconds(HttpMessageHandler inner, TimeProvider time) : DelegatingHandler(inner)
{
    private const string Name = "Retry-After";

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken);
        var wish = Wish(response.Headers, time);
        response.Headers.Remove(Name);
        if (wish?.TotalSeconds is { } seconds)
            response.Headers.Add(Name, Math.Clamp(Math.Ceiling(seconds), 0, int.MaxValue).ToString("F0", CultureInfo.InvariantCulture));
        return response;
    }

    /// <summary>How long a server asks to be left alone; null where it does not, or says what nobody understands.</summary>
    internal static TimeSpan? Wish(HttpResponseHeaders headers, TimeProvider time) =>
        headers.RetryAfter is not { } said ? null : said.Delta ?? (said.Date is { } date ? date - time.GetUtcNow() : null);
}
