namespace Estate.FirmwareSim.Past;

/// <summary>
/// Stands for the broker where devices and gateway are played in one process and at one pace: a message is at its receiver before
/// <c>Publish</c> returns, on the caller's thread.
/// </summary>
public sealed class DirectBroker
{
    private readonly Dictionary<string, DirectLink> _links = [];

    /// <summary>What devices say: topic and payload.</summary>
    public Action<string, byte[]> Received { get; set; } = static (_, _) => { };

    /// <summary>For <see cref="DeviceOptions.Link"/>.</summary>
    public IDeviceLink Connect(DeviceClientOptions options)
    {
        var link = new DirectLink(this);
        foreach (var (filter, _) in options.Subscriptions)
            _links[filter] = link;
        return link;
    }

    /// <returns>False where no device listens there.</returns>
    public bool Deliver(string topic, byte[] payload)
    {
        if (!_links.TryGetValue(topic, out var link))
            return false;
        link.MessageReceived?.Invoke(new(topic, payload, Retain: false));
        return true;
    }

    private sealed class DirectLink(DirectBroker broker) : IDeviceLink
    {
        public ConnectionChange Current { get; private set; } = new(ConnectionState.Disconnected, "not started");

        public Action<DeviceMessage>? MessageReceived { get; set; }

        public Action<ConnectionChange>? Changed { get; set; }

        public void Start()
        {
            Current = new(ConnectionState.Ready, "in one process");
            Changed?.Invoke(Current);
        }

        public bool Publish(string topic, ReadOnlySpan<byte> payload, int qos, bool retain)
        {
            broker.Received(topic, payload.ToArray());
            return true;
        }

        public void Dispose() => Current = new(ConnectionState.Stopped, "stopped");
    }
}
