using Estate.Adapters.HomeAssistant;
using Estate.Domain.Devices;
using Estate.Mosquitto;

namespace Estate.Adapters.Mqtt;

/// <summary>Where the broker is and how the gateway presents itself; <paramref name="CaFile"/> asks for TLS.</summary>
public sealed record BrokerAddress(string Host, int Port, string? CaFile);

/// <summary>How the link stands: ready once our own echo came back; the reason is for people.</summary>
public sealed record LinkState(bool IsReady, string Reason);

/// <summary>As whom the gateway connects and by whose time; <paramref name="HomePrefix"/> where Home Assistant is told of devices.</summary>
public sealed record LinkMeans(string Password, TimeProvider Time, string? HomePrefix = null);

/// <summary>The gateway's connection to its broker: messages in, acknowledgements and commands out.</summary>
public sealed class MqttLink : IDisposable
{
    public const string GatewayUser = "gateway";

    private readonly MosquittoClient _client;
    private readonly string _site;
    private readonly ForeignTopics? _foreign;
    private volatile int _connections;
    private volatile bool _isReady;

    /// <param name="foreign">Devices on topics of their own.</param>
    /// <param name="more">Further topics, such as a network server's.</param>
    public MqttLink(string site, BrokerAddress broker, LinkMeans means, ForeignTopics? foreign = null, params IEnumerable<string> more)
    {
        var birth = means.HomePrefix is { } prefix ? HomeTopics.Birth(prefix) : null;
        (_site, _foreign) = (site, foreign);
        _client = new MosquittoClient(new MosquittoClientOptions
        {
            Host = broker.Host,
            Port = broker.Port,
            ClientId = $"estate-gateway-{site}",
            Credentials = new(GatewayUser, means.Password),
            Tls = broker.CaFile is { } ca ? new(ca) : null,
            Subscriptions = [.. EstateTopic.Filters(site).Concat(more).Concat(foreign?.Filters ?? []).Concat(birth is null ? [] : [birth]).Select(filter => (filter, 1))],
            EchoTopic = EstateTopic.Echo(site),
            Will = birth is null ? null : new(HomeTopics.Availability(site), "offline"u8.ToArray()),
        }, means.Time)
        {
            Changed = change => Note(new(change.State == ConnectionState.Ready, $"{change.State.ToString().ToLowerInvariant()}: {change.Reason}")),
            PublishRefused = reason => Refused?.Invoke(reason),
            MessageReceived = message =>
            {
                if (message.Topic != birth)
                    Received?.Invoke(message.Topic, message.Payload.ToArray(), message.Retain);
                else if (message.Payload.SequenceEqual("online"u8))
                    HomeBorn?.Invoke();
            },
        };
    }

    /// <summary>Topic, a payload of our own, and whether the broker had stored it. Runs on the network thread.</summary>
    public Action<string, byte[], bool>? Received { get; set; }

    public Action<LinkState>? Changed { get; set; }

    /// <summary>The broker would not have a message of ours.</summary>
    public Action<string>? Refused { get; set; }

    /// <summary>Home Assistant has started and knows nothing yet. Runs on the network thread.</summary>
    public Action? HomeBorn { get; set; }

    /// <summary>Counts the connections that worked: with a new one the broker may have forgotten what it kept. Zero while there is none.</summary>
    public int Connection => _isReady ? _connections : 0;

    public int Unacknowledged => _client.Unacknowledged;

    public void Start() => _client.Start();

    /// <returns>False when nothing was taken; what needs an answer comes again.</returns>
    public bool Send(DeviceId device, TopicChannel channel, byte[] payload) =>
        _client.Publish(new EstateTopic(_site, device, channel).ToString(), payload) == PublishResult.Accepted;

    /// <summary>Takes away what the broker keeps of a device: the status of hardware that is no more.</summary>
    public void Forget(DeviceId device) => _client.Publish(new EstateTopic(_site, device, TopicChannel.Status).ToString(), [], retain: true);

    /// <summary>Something the broker keeps for who comes later; an empty payload takes it away.</summary>
    /// <returns>False when nothing was taken.</returns>
    public bool Keep(string topic, ReadOnlySpan<byte> payload) => _client.Publish(topic, payload, retain: true) == PublishResult.Accepted;

    /// <summary>In the device's own language.</summary>
    /// <returns>False when nothing was taken.</returns>
    public bool Send(Command command) => _foreign is null || !_foreign.TryEncode(command, out var message)
        ? Send(command.Device, TopicChannel.Command, GatewayMessages.Command(command))
        : message is not { } told || _client.Publish(told.Topic, told.Payload) == PublishResult.Accepted;

    public void Dispose() => _client.Dispose();

    private void Note(LinkState state)
    {
        if (state.IsReady && !_isReady)
            _connections++;
        _isReady = state.IsReady;
        Changed?.Invoke(state);
    }
}
