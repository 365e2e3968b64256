using System.Collections.Concurrent;

namespace Estate.Bench.Parking;

/// <summary>Browsers that keep the car park's page open: each holds a stream and notes when it hears of a change of the map.</summary>
internal sealed class OpenPages : IDisposable
{
    private readonly HttpClient _http;
    private readonly CancellationTokenSource _leaving = new();
    private readonly List<Task> _reading = [];
    private readonly TimeProvider _time;
    private ConcurrentBag<double> _heard = [];
    private long _since;

    private OpenPages(Uri url, TimeProvider time)
    {
        _time = time;
        _http = new HttpClient(
            new SocketsHttpHandler { MaxConnectionsPerServer = 2000 })
        { BaseAddress = url, Timeout = Timeout.InfiniteTimeSpan };
    }

    internal int Received => _heard.Count;

    internal static async Task<OpenPages> OpenAsync(string url, int count, TimeProvider time)
    {
        var pages = new OpenPages(new Uri(url), time);
        for (var i = 0; i < count; i++)
        {
            var response = await pages._http.GetAsync(new Uri("/parking/live", UriKind.Relative), HttpCompletionOption.ResponseHeadersRead);
            pages._reading.Add(pages.ReadAsync(response));
        }
        return pages;
    }

    /// <summary>From now on the next change counts.</summary>
    internal void Expect() => (_heard, _since) = ([], _time.GetTimestamp());

    internal IReadOnlyList<double> Milliseconds() => [.. _heard];

    public void Dispose()
    {
        _leaving.Cancel();
        _http.Dispose();
        _leaving.Dispose();
    }

    private async Task ReadAsync(HttpResponseMessage response)
    {
        try
        {
            using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(_leaving.Token));
            while (await reader.ReadLineAsync(_leaving.Token) is { } line)
                if (line.StartsWith("event: row-", StringComparison.Ordinal))
                    _heard.Add(_time.GetElapsedTime(_since).TotalMilliseconds);
        }
        catch (Exception end) when (end is OperationCanceledException or IOException or HttpRequestException)
        {
            // The page is closed.
        }
        finally
        {
            response.Dispose();
        }
    }
}
