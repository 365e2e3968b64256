using System.Collections.Concurrent;
using System.Diagnostics;
using Estate.Gateway.Observability;
using OpenTelemetry;
using OpenTelemetry.Trace;
using Xunit;

namespace Estate.Gateway.Tests.Observability;

public sealed class OwnSpansTests
{
    [Fact]
    public void Each_of_two_gateways_exports_its_own_spans()
    {
        using var east = new GatewayMetrics();
        using var west = new GatewayMetrics();
        var (eastern, western) = (new Kept(), new Kept());
        using (var providers = new Pair(Provider(east, eastern), Provider(west, western)))
            foreach (var (metrics, name) in new[] { (east, "east"), (west, "west") })
                metrics.Spans.StartActivity(name)!.Dispose();
        Assert.Equal("east", Assert.Single(eastern.Names));
        Assert.Equal("west", Assert.Single(western.Names));
    }

    private static TracerProvider Provider(GatewayMetrics metrics, Kept kept) =>
        Sdk.CreateTracerProviderBuilder().AddSource(GatewayMetrics.Name).AddProcessor(new OwnSpans(metrics.Spans, kept, new())).Build();

    private sealed record Pair(TracerProvider One, TracerProvider Other) : IDisposable
    {
        public void Dispose()
        {
            One.Dispose();
            Other.Dispose();
        }
    }

    private sealed class Kept : BaseExporter<Activity>
    {
        internal ConcurrentQueue<string> Names { get; } = [];

        public override ExportResult Export(in Batch<Activity> batch)
        {
            foreach (var one in batch)
                Names.Enqueue(one.OperationName);
            return ExportResult.Success;
        }
    }
}
