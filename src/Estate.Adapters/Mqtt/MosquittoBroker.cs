using Estate.Mosquitto;

namespace Estate.Adapters.Mqtt;

/// <summary>
/// The broker through libmosquitto, which acknowledges a message before it hands it over: there are no receipts, and what must
/// not be lost rests on the acknowledgement of our own that devices wait for.
/// </summary>
public sealed class MosquittoBroker : IBrokerClient
{
    private readonly MosquittoClient _client;

    public MosquittoBroker(BrokerSession session, TimeProvider time) =>
        _client = new MosquittoClient(new MosquittoClientOptions
        {
            Host = session.Broker.Host,
            Port = session.Broker.Port,
            ClientId = session.ClientId,
            Credentials = new(MqttLink.GatewayUser, session.Password),
            Tls = session.Broker.CaFile is { } ca ? new(ca) : null,
            Subscriptions = [.. session.Filters.Select(filter => (filter, 1))],
            EchoTopic = session.EchoTopic,
            Will = session.WillTopic is { } will ? new(will, "offline"u8.ToArray()) : null,
            EchoInterval = session.EchoInterval,
            SessionExpiry = session.Expiry,
            MaxUnacknowledged = session.MaxUnacknowledged,
            FirstReconnectDelay = session.FirstReconnectDelay,
            MaxReconnectDelay = session.MaxReconnectDelay,
        }, time)
        {
            Changed = change => Changed?.Invoke(new(change.State == ConnectionState.Ready, $"{change.State.ToString().ToLowerInvariant()}: {change.Reason}")),
            PublishRefused = reason => Refused?.Invoke(reason),
            MessageReceived = message => Received?.Invoke(new(message.Topic, message.Payload.ToArray(), message.Retain, null)),
        };

    public Func<HeardMessage, bool>? Received { get; set; }

    public Action<LinkState>? Changed { get; set; }

    public Action<string>? Refused { get; set; }

    public int Unacknowledged => _client.Unacknowledged;

    public void Start() => _client.Start();

    public bool Publish(string topic, byte[] payload, bool retain = false) => _client.Publish(topic, payload, retain: retain) == PublishResult.Accepted;

    public void Dispose() => _client.Dispose();
}
