using InfluxDB.Client;
using InfluxDB.Client.Core.Exceptions;

namespace Estate.Adapters.Influx;

/// <summary>
/// InfluxDB.Client for a server of the second generation, on connections of its own and with its habits guarded. Whatever goes
/// wrong is one kind of exception here; the library throws a dozen.
/// </summary>
internal sealed class GuardedClient : IDisposable
{
    private readonly HttpClient _http;

    /// <param name="inner">Carries the requests; belongs to the caller. Null for connections of its own, past any proxy.</param>
    internal GuardedClient(InfluxTarget target, TimeProvider time, TimeSpan patience, HttpMessageHandler? inner = null)
    {
        var own = inner is null ? SeriesServers.Direct() : null;
        _http = new(new ResponseGuard(own ?? inner!, time), disposeHandler: own is not null) { Timeout = patience };
        Organisation = target.Organisation is { Length: > 0 } organisation ? organisation : "-";
        var options = new InfluxDBClientOptions(target.Url.ToString())
        {
            Org = Organisation,
            Bucket = target.Database,
            Timeout = patience,
            HttpClient = _http,
        };
        if (target.Token is { Length: > 0 } token)
            options.Token = token;
        Api = new(options);
    }

    internal InfluxDBClient Api { get; }

    /// <summary>The client does not let it be empty, and a server without organisations does not look at it.</summary>
    internal string Organisation { get; }

    /// <exception cref="ServerRefusal">Whatever the library threw.</exception>
    /// <exception cref="OperationCanceledException">Only when <paramref name="stop"/> asked for it.</exception>
    internal async Task<T> AskAsync<T>(Func<InfluxDBClient, Task<T>> ask, CancellationToken stop)
    {
        try
        {
            var answer = await ask(Api).WaitAsync(stop);
            // Where the call was stopped, some of its methods return what they have instead of throwing.
            stop.ThrowIfCancellationRequested();
            return answer;
        }
        catch (Exception failure)
        {
            // Its word for our own cancellation is the same as for a server that does not answer.
            stop.ThrowIfCancellationRequested();
            throw new ServerRefusal((failure as InfluxException)?.Status ?? 0, (failure.InnerException ?? failure).Message, failure);
        }
    }

    public void Dispose()
    {
        Api.Dispose();
        _http.Dispose();
    }
}

/// <summary>A server said no, said what cannot be understood, or said nothing (status 0).</summary>
internal sealed class ServerRefusal(int status, string words, Exception? cause = null) : Exception(words, cause)
{
    internal int Status => status;
}
