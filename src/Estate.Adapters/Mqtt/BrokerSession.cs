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
