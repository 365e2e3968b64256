using Estate.Adapters.Mqtt;
using Estate.FirmwareSim.Past;

namespace Estate.Bench.History;

/// <summary>The gateway's end of a <see cref="DirectBroker"/>.</summary>
internal sealed class PastBroker(DirectBroker devices) : IBrokerClient
{
    public int Unacknowledged => 0;

    /// <summary>Messages of devices that found no room; more than none is an error of whoever plays.</summary>
    internal int Lost { get; private set; }

    public void Start(BrokerEvents events)
    {
        devices.Received = (topic, payload) => Lost += events.Received(new(topic, payload, IsRetained: false, Receipt: null)) ? 0 : 1;
        events.Changed(new(IsReady: true, "in one process"));
    }

    public void Subscribe(IReadOnlyList<string> filters)
    {
    }

    /// <summary>What no device listens to, such as the gateway's own echo, is taken all the same.</summary>
    public bool Publish(string topic, byte[] payload, bool retain = false, TimeSpan? expiry = null)
    {
        devices.Deliver(topic, payload);
        return true;
    }

    public void Dispose()
    {
    }
}
