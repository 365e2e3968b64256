namespace Estate.Adapters.Mqtt;

/// <summary>PEM files.</summary>
public sealed record ClientCertificate(string File, string KeyFile);

/// <summary>A connection to the broker that reconnects for ever.</summary>
public interface IBrokerClient : IDisposable
{
    int Unacknowledged { get; }

    /// <summary>Begins, once.</summary>
    void Start(BrokerEvents events);

    /// <summary>Listens to these, too, from now on: at once where there is a connection.</summary>
    void Subscribe(IReadOnlyList<string> filters);

    /// <summary>At QoS 1; kept over reconnects. Never waits for the network.</summary>
    /// <param name="expiry">Whoever is away for longer does not get it any more, neither from here nor from the broker.</param>
    /// <returns>False when nothing was taken: too many wait, or the topic cannot be.</returns>
    bool Publish(string topic, byte[] payload, bool retain = false, TimeSpan? expiry = null);
}
