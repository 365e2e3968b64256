namespace Estate.Adapters.Mqtt;

/// <summary>Who the gateway is to its broker, and the filters it listens to, at QoS 1. Durations are monotonic.</summary>
/// <param name="EchoTopic">
/// The client is ready once its own message came back from here, and reconnects when one stays out; null: ready once it is subscribed.
/// </param>
public sealed record BrokerSession(BrokerAddress Broker, string ClientId, string Password, IReadOnlyList<string> Filters, string? EchoTopic)
{
    public string User { get; init; } = MqttLink.GatewayUser;

    /// <summary>What it proves itself with over TLS, in place of user and password.</summary>
    public ClientCertificate? Certificate { get; init; }

    /// <summary>Where the broker says "offline" for a gateway that went without a word; null for nowhere.</summary>
    public string? WillTopic { get; init; }

    public TimeSpan EchoInterval { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How long the broker keeps the session of an absent gateway; zero: none is kept, and none taken up.</summary>
    public TimeSpan Expiry { get; init; } = TimeSpan.FromHours(1);

    /// <summary>Publishes the broker has not acknowledged; more are refused.</summary>
    public int MaxUnacknowledged { get; init; } = 20_000;

    public TimeSpan FirstReconnectDelay { get; init; } = TimeSpan.FromMilliseconds(200);
    public TimeSpan MaxReconnectDelay { get; init; } = TimeSpan.FromSeconds(30);
}

/// <summary>PEM files.</summary>
public sealed record ClientCertificate(string File, string KeyFile);

/// <summary>A message with a payload of its own; retained: the broker had stored it.</summary>
/// <param name="Receipt">
/// To be called once what the message led to is durable, from any thread; it never throws. Until then the broker brings the
/// message again with the next connection. Null where the broker was answered already.
/// </param>
public readonly record struct ReceivedMessage(string Topic, byte[] Payload, bool IsRetained, Action? Receipt);

/// <summary>What is received of the broker, on the network thread.</summary>
/// <param name="Received">False when there was no room for the message. One call at a time; it must neither block nor end the
/// client.</param>
/// <param name="Changed">How the connection stands.</param>
/// <param name="Refused">The broker would not have a message of ours.</param>
public sealed record BrokerEvents(Func<ReceivedMessage, bool> Received, Action<LinkState> Changed, Action<string> Refused)
{
    /// <summary>Heard by nobody: there is no room for messages.</summary>
    public static readonly BrokerEvents Ignored = new(_ => false, _ => { }, _ => { });
}

/// <summary>A connection to the broker that reconnects for ever.</summary>
public interface IBrokerClient : IDisposable
{
    int Unacknowledged { get; }

    /// <summary>Begins, once.</summary>
    void Start(BrokerEvents events);

    /// <summary>At QoS 1; kept over reconnects. Never waits for the network.</summary>
    /// <returns>False when nothing was taken: too many wait, or the topic cannot be.</returns>
    bool Publish(string topic, byte[] payload, bool retain = false);
}
