using System.Net;

namespace Estate.Adapters.Tests.Influx;

/// <summary>A time-series server whose answers a test writes; it stores the lines of every request it answers with 2xx.</summary>
internal sealed class ScriptedInflux(Func<string[], HttpStatusCode> answer) : HttpMessageHandler
{
    internal List<(string Uri, string? Authorization, string Body, long Timestamp)> Requests { get; } = [];

    internal List<string> Stored { get; } = [];

    internal TimeSpan? RetryAfter { get; init; }

    /// <summary>Something else listens there.</summary>
    internal bool IsStranger { get; init; }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var body = await request.Content!.ReadAsStringAsync(cancellationToken);
        Requests.Add((request.RequestUri!.ToString(), request.Headers.Authorization?.ToString(), body, TimeProvider.System.GetTimestamp()));
        var lines = body.Split('\n');
        var response = new HttpResponseMessage(answer(lines));
        if (response.IsSuccessStatusCode)
            Stored.AddRange(lines);
        else if (RetryAfter is { } wait)
            response.Headers.RetryAfter = new(wait);
        else if (response.StatusCode == HttpStatusCode.BadRequest && !IsStranger)
            response.Headers.Add("X-Influxdb-Version", "2.7.1");
        return response;
    }
}
