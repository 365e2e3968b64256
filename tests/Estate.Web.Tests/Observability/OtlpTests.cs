using System.Collections.Concurrent;
using Estate.TestKit;
using Estate.Web.Tests.Running;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace Estate.Web.Tests.Observability;

/// <summary>Metrics and traces reach a collector that speaks OTLP over HTTP.</summary>
[Collection(Alone.Name)]
public sealed class OtlpTests
{
    [Fact]
    public async Task A_collector_receives_traces_and_metrics()
    {
        var received = new ConcurrentDictionary<string, int>();
        var url = $"http://127.0.0.1:{Server.FreePort()}";
        await using var collector = WebApplication.CreateSlimBuilder().Build();
        collector.Urls.Add(url);
        collector.MapPost("/{*path}", async (HttpRequest request) =>
        {
            using var body = new MemoryStream();
            await request.Body.CopyToAsync(body);
            received.AddOrUpdate(request.Path, (int)body.Length, (_, before) => before + (int)body.Length);
            return Results.Ok();
        });
        await collector.StartAsync();
        var settings = new Dictionary<string, string?>
        { ["OTEL_EXPORTER_OTLP_ENDPOINT"] = url, ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf" };
        try
        {
            foreach (var (name, value) in settings)
                Environment.SetEnvironmentVariable(name, value);
            await using var gateway = await RunningGateway.StartAsync();
            var station = await gateway.StationAsync();
            station.Tap("CARD0001");
            await Eventually.UntilAsync(() => station.Waiting == 0);
        }
        finally
        {
            foreach (var name in settings.Keys)
                Environment.SetEnvironmentVariable(name, null);
        }
        Assert.True(received.GetValueOrDefault("/v1/traces") > 0, string.Join(", ", received));
        Assert.True(received.GetValueOrDefault("/v1/metrics") > 0, string.Join(", ", received));
    }
}
