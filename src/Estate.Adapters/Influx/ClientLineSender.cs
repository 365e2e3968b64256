using System.Net;
using InfluxDB.Client;
using InfluxDB.Client.Api.Domain;
using InfluxDB.Client.Core.Exceptions;
using RestSharp;

namespace Estate.Adapters.Influx;

/// <summary>
/// Lines through InfluxDB.Client to a server of the second generation; one attempt a call, never its own batching, which
/// forgets. Its answers are looked at as they come: to the library a page with 200 is a success.
/// </summary>
internal sealed class ClientLineSender : ILineSender
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly InfluxTarget _target;
    private readonly GuardedClient _client;
    private readonly WriteApiAsync _write;

    public ClientLineSender(InfluxTarget target, TimeProvider time)
    {
        (_target, _client) = (target, new(target, time, Patience));
        _write = _client.Api.GetWriteApiAsync();
    }

    public string Server => _target.Url.Authority;

    public async Task<LineAnswer> SendAsync(IEnumerable<string> lines, CancellationToken stop)
    {
        try
        {
            var (bucket, organisation) = (_target.Database, _client.Organisation);
            var answer = await _client.AskAsync(
                _ => _write.WriteRecordsAsyncWithIRestResponse(lines, WritePrecision.Ns, bucket, organisation, stop), stop);
            return answer.StatusCode == 0 ? new(null, Reason(answer))
                : _target.Understand(answer.StatusCode, "", IsNamed(answer.Headers), null);
        }
        catch (ServerRefusal failure) when (failure.InnerException is HttpException { Status: not 0 } refusal)
        {
            var body = refusal.ErrorBody is { Count: > 0 } json ? json.ToString() : "";
            TimeSpan? wait = refusal.RetryAfter is { } seconds ? TimeSpan.FromSeconds(seconds) : null;
            return _target.Understand((HttpStatusCode)refusal.Status, body, IsNamed(refusal.Headers), wait);
        }
        catch (ServerRefusal failure)
        {
            return new(null, failure.Message);
        }
    }

    public async Task<string?> PrepareAsync(CancellationToken stop)
    {
        try
        {
            await new ServerSetup(_client, _target).RunAsync(stop);
            return null;
        }
        catch (ServerRefusal refusal) when (refusal.Status != 0)
        {
            return $"{Server} answered {refusal.Status}: {refusal.Message}";
        }
        catch (ServerRefusal silence)
        {
            throw new HttpRequestException($"{Server}: {silence.Message}", silence);
        }
    }

    public void Dispose() => _client.Dispose();

    private static string Reason(RestResponse answer) =>
        (answer.ErrorException?.InnerException ?? answer.ErrorException)?.Message ?? answer.ErrorMessage ?? "no answer";

    private static bool IsNamed(IEnumerable<HeaderParameter>? headers) =>
        headers is not null && SeriesServers.IsNamed(headers.Select(header => header.Name));
}
