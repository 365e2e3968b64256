using Estate.Gateway.Pipeline;
using Estate.TestKit;
using Estate.Web.Tests.Running;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Estate.Web.Tests.Pipeline;

public sealed class LoopTests
{
    [Fact]
    public async Task An_error_in_one_message_does_not_end_the_loop()
    {
        await using var gateway = await RunningGateway.StartAsync();
        var loop = gateway.Services.GetRequiredService<EstateLoop>();
        await Assert.ThrowsAsync<InvalidOperationException>(() =>
            loop.InspectAsync<int>(_ => throw new InvalidOperationException("planted")));
        Assert.Equal(1, await gateway.MetricAsync("estate_dropped_total{queue=\"failed\"}"));
        var station = await gateway.StationAsync();
        station.Tap("CARD0001");
        await Eventually.UntilAsync(() => station.Waiting == 0);
    }
}
