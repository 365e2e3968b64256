using System.Collections.Concurrent;
using Estate.Adapters.Mqtt;
using Estate.FirmwareSim.Past;

namespace Estate.Bench.History;

/// <summary>
/// The gateway's end of a <see cref="DirectBroker"/>. Devices live on the thread that plays: what is said to them after a commit, which has
/// a thread of its own, is held until that one asks for it.
/// </summary>
internal sealed class PastBroker(DirectBroker devices) : IBrokerClient
{
    private readonly ConcurrentQueue<(string Topic, byte[] Payload)> _held = new();
    private readonly AsyncLocal<bool> _isHeld = new();

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
        if (_isHeld.Value)
            _held.Enqueue((topic, payload));
        else
            devices.Deliver(topic, payload);
        return true;
    }

    /// <summary>On another thread; what it says is held.</summary>
    internal Task Hold(Func<Task> work) => Task.Run(() =>
    {
        _isHeld.Value = true;
        return work();
    });

    /// <summary>What was held, in its order.</summary>
    internal void DeliverHeld()
    {
        while (_held.TryDequeue(out var one))
            devices.Deliver(one.Topic, one.Payload);
    }

    public void Dispose()
    {
    }
}
