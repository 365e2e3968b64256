namespace Estate.Mosquitto;

/// <summary>How to reach a broker and how to behave towards it. Durations are monotonic.</summary>
public sealed record MosquittoClientOptions
{
    public required string Host { get; init; }
    public int Port { get; init; } = 1883;
    public required string ClientId { get; init; }
    public MosquittoCredentials? Credentials { get; init; }
    public MosquittoTls? Tls { get; init; }
    public MosquittoWill? Will { get; init; }

    /// <summary>Filters subscribed at every connect, each with its QoS.</summary>
    public IReadOnlyList<(string Filter, int Qos)> Subscriptions { get; init; } = [];

    /// <summary>
    /// A topic this client may publish and subscribe: it is ready only once its own message came back, and reconnects
    /// when an echo stays out. A connection can be up while its subscriptions are gone.
    /// </summary>
    public string? EchoTopic { get; init; }

    public TimeSpan EchoInterval { get; init; } = TimeSpan.FromSeconds(15);
    public TimeSpan KeepAlive { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>How long the broker keeps the session of an absent client (MQTT 5); zero asks for a clean session.</summary>
    public TimeSpan SessionExpiry { get; init; } = TimeSpan.FromHours(1);

    /// <summary>Publishes not yet acknowledged by the broker; more are refused with <see cref="PublishResult.QueueFull"/>.</summary>
    public int MaxUnacknowledged { get; init; } = 20_000;

    public TimeSpan FirstReconnectDelay { get; init; } = TimeSpan.FromMilliseconds(200);
    public TimeSpan MaxReconnectDelay { get; init; } = TimeSpan.FromSeconds(30);
}

public sealed record MosquittoCredentials(string UserName, string Password);

/// <summary>PEM files; a client certificate is optional.</summary>
public sealed record MosquittoTls(string CaFile, string? CertificateFile = null, string? KeyFile = null);

public sealed record MosquittoWill(string Topic, ReadOnlyMemory<byte> Payload, int Qos = 1, bool Retain = true);
