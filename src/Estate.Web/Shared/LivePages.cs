using System.Text;

namespace Estate.Web.Shared;

/// <summary>
/// Open pages as server-sent events. Each holds a connection for as long as somebody looks, so some connections are kept for
/// everybody else.
/// </summary>
internal sealed class LivePages(IHostApplicationLifetime lifetime)
{
    /// <summary>Fewer than <see cref="ConnectionGuard.MaxConnections"/>: the rest is for requests that end.</summary>
    internal const int MaxPages = 550;

    private const string RetryAfter = "30";

    /// <summary>
    /// The connection of a page behind a login ends after this long, reconnects, and is authorised again: so it ends
    /// with the login it was opened with.
    /// </summary>
    internal TimeSpan AskedAgainAfter { get; set; } = TimeSpan.FromMinutes(1);

    private static readonly byte[] Hello = [.. "retry: 2000\n"u8, .. Event("hello", "")];

    private static readonly byte[] ComeAtOnce = [.. "retry: 100\n\n"u8];

    private int _open;

    /// <summary>One event's bytes on the wire.</summary>
    internal static byte[] Event(string name, string html)
    {
        var text = new StringBuilder().Append("event: ").Append(name);
        foreach (var line in html.AsSpan().EnumerateLines())
            text.Append("\ndata: ").Append(line);
        return Encoding.UTF8.GetBytes(text.Append("\n\n").ToString());
    }

    /// <summary>
    /// Writes what <paramref name="events"/> gives until the reader goes, or the gateway does: an open page must not hold up a stop.
    /// </summary>
    internal async Task ServeAsync(HttpContext context, Func<CancellationToken, IAsyncEnumerable<ReadOnlyMemory<byte>>> events)
    {
        var response = context.Response;
        if (Interlocked.Increment(ref _open) > MaxPages)
        {
            Interlocked.Decrement(ref _open);
            (response.StatusCode, response.Headers.RetryAfter) = (StatusCodes.Status503ServiceUnavailable, RetryAfter);
            return;
        }
        using var either = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, lifetime.ApplicationStopping);
        if (context.GetEndpoint()?.Metadata.GetMetadata<Access>() is { Roles: not null })
            either.CancelAfter(AskedAgainAfter);
        try
        {
            (response.ContentType, response.Headers.CacheControl) = ("text/event-stream", "no-cache,no-store");
            await response.Body.WriteAsync(Hello, either.Token);
            await foreach (var bytes in events(either.Token))
                await response.Body.WriteAsync(bytes, either.Token);
        }
        catch (OperationCanceledException) when (either.IsCancellationRequested)
        {
            if (!context.RequestAborted.IsCancellationRequested && !lifetime.ApplicationStopping.IsCancellationRequested)
                await response.Body.WriteAsync(ComeAtOnce, context.RequestAborted);
        }
        finally
        {
            Interlocked.Decrement(ref _open);
        }
    }
}
