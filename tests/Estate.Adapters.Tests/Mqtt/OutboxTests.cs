using Estate.Adapters.Mqtt;
using Xunit;

namespace Estate.Adapters.Tests.Mqtt;

public sealed class OutboxTests
{
    [Fact]
    public void What_is_said_behind_the_end_is_refused_and_no_mistake()
    {
        var outbox = new Outbox(10, TimeProvider.System);
        outbox.Dispose();
        Assert.False(outbox.TryAdd(new("estate/trial/bins/station-1/ack", [], retain: false)));
    }
}
