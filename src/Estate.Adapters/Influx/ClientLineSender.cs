using System.Net;
using InfluxDB.Client;
using InfluxDB.Client.Api.Domain;
using InfluxDB.Client.Core.Exceptions;

namespace Estate.Adapters.Influx;

/// <summary>
/// Lines through InfluxDB.Client, in the second generation's way; one attempt a call, never its own batching, which forgets.
/// </summary>
public sealed class ClientLineSender : ILineSender
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly InfluxTarget _target;
    private readonly HttpClient _http;
    private readonly InfluxDBClient _client;
    private readonly WriteApiAsync _write;

    private ClientLineSender(InfluxTarget target)
    {
        _target = target;
        _http = new(new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.FromMinutes(5), UseProxy = false }) { Timeout = Patience };
        var options = new InfluxDBClientOptions(target.Url.ToString()) { Org = Organisation, Bucket = target.Database, Timeout = Patience, HttpClient = _http };
        if (target.Token is { Length: > 0 } token)
            options.Token = token;
        _client = new(options);
        _write = _client.GetWriteApiAsync();
    }

    public string Server => _target.Url.Authority;

    /// <summary>The client does not let it be empty, and a server without organisations does not look at it.</summary>
    private string Organisation => _target.Organisation is { Length: > 0 } organisation ? organisation : "-";

    /// <summary>Servers of the first and third generation do not speak what the client speaks: theirs is plain HTTP in this set, too.</summary>
    public static ILineSender Open(InfluxTarget target, TimeProvider time) =>
        target.Dialect is InfluxDialect.V2 or InfluxDialect.VictoriaMetrics ? new ClientLineSender(target) : HttpLineSender.Open(target, time);

    public async Task<LineAnswer> SendAsync(IEnumerable<string> lines, CancellationToken stop)
    {
        try
        {
            await _write.WriteRecordsAsync([.. lines], WritePrecision.Ns, _target.Database, Organisation, stop);
            return new(HttpStatusCode.NoContent);
        }
        catch (HttpException failure)
        {
            // Its word for our own cancellation is the same as for a server that does not answer.
            stop.ThrowIfCancellationRequested();
            return failure.Status == 0
                ? new(null, (failure.InnerException ?? failure).Message)
                : new((HttpStatusCode)failure.Status, IsStranger(failure) ? InfluxTarget.Stranger(Server) : null, failure.RetryAfter is { } seconds ? TimeSpan.FromSeconds(seconds) : null);
        }
    }

    /// <summary>Buckets are made by whoever runs the server.</summary>
    public Task CreateDatabaseAsync(CancellationToken stop) => Task.CompletedTask;

    public void Dispose()
    {
        _client.Dispose();
        _http.Dispose();
    }

    /// <summary>A time-series server says in JSON what is wrong with the lines.</summary>
    private bool IsStranger(HttpException failure) => failure is { Status: 400, ErrorBody: null or { Count: 0 } } && _target.Dialect != InfluxDialect.VictoriaMetrics;
}
