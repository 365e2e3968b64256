using Estate.Adapters.Mqtt;
using Xunit;

namespace Estate.Adapters.Tests.Mqtt;

public sealed class OutboxTests
{
    [Fact]
    public void Publishing_after_dispose_is_refused_without_an_exception()
    {
        var outbox = new Outbox(10, TimeProvider.System);
        outbox.Dispose();
        Assert.False(outbox.TryAdd(new("estate/trial/bins/station-1/ack", [], retain: false)));
    }
}
