using System.Buffers.Text;
using Estate.Adapters.HomeAssistant;
using Estate.Domain.Devices;

namespace Estate.Adapters.Mqtt;

/// <summary>Where the broker is and how the gateway presents itself; <paramref name="CaFile"/> asks for TLS.</summary>
public sealed record BrokerAddress(string Host, int Port, string? CaFile);

/// <summary>How the link stands: ready once our own echo came back; the reason is for people.</summary>
public sealed record LinkState(bool IsReady, string Reason);

/// <summary>
/// As whom the gateway connects and what carries its messages; <paramref name="HomeAssistantBirth"/>: where Home Assistant says that it has
/// started; null where devices are not announced to it.
/// </summary>
public sealed record LinkOptions(string Password, Func<BrokerSession, IBrokerClient> Open, string? HomeAssistantBirth = null);

/// <summary>The gateway's connection to its broker: messages in, acknowledgements and commands out.</summary>
public sealed class MqttLink : IDisposable
{
    public const string GatewayUser = "gateway";

    /// <summary>
    /// Whoever looks beside a gateway that runs, with its password: over TLS the user's name is the client id, and a second connection of
    /// the gateway's would end the first.
    /// </summary>
    public const string ReadOnlyUser = "gateway-look";

    /// <summary>How many messages the broker threw away since it started, because somebody's queue was full.</summary>
    public const string DroppedTopic = "$SYS/broker/publish/messages/dropped";

    private static readonly TimeSpan LongestOrder = TimeSpan.FromDays(365);

    private readonly IBrokerClient _client;
    private readonly string _site;
    private volatile ForeignTopics? _foreign;
    private readonly string? _birth;
    private BrokerEvents _events = BrokerEvents.Ignored;
    private int _homeBirths;
    private volatile int _connections;
    private volatile bool _isReady;
    private long _dropped;

    /// <param name="options">The gateway's password, and what carries messages.</param>
    /// <param name="foreign">Devices on topics of their own.</param>
    /// <param name="more">Further topics, such as a network server's.</param>
    public MqttLink(string site, BrokerAddress broker, LinkOptions options, ForeignTopics? foreign = null, params IEnumerable<string> more)
    {
        (_site, _foreign) = (site, foreign);
        _birth = options.HomeAssistantBirth;
        IReadOnlyList<string> filters = [
            .. EstateTopic.Filters(site).Concat(more).Concat(foreign?.Filters ?? []).Concat(_birth is null ? [] : [_birth])];
        _client = options.Open(new(broker, $"estate-gateway-{site}", options.Password, filters, EstateTopic.Echo(site))
        {
            WillTopic = _birth is null ? null : HomeAssistantTopics.Availability(site),
        });
    }

    /// <summary>Counts the starts of Home Assistant: after each it knows nothing yet.</summary>
    public int HomeBirths => Volatile.Read(ref _homeBirths);

    /// <summary>
    /// Counts the connections that worked: with a new one the broker may have forgotten what it kept. Zero while there is none.
    /// </summary>
    public int Connection => _isReady ? _connections : 0;

    public int Unacknowledged => _client.Unacknowledged;

    /// <summary>As the broker said last on <see cref="DroppedTopic"/>.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    public void Start(BrokerEvents events)
    {
        _events = events;
        _client.Start(new(OnMessage, OnStateChanged, events.Refused));
    }

    /// <summary>From now on these are the devices on topics of their own. Any thread.</summary>
    /// <param name="more">Further topics, as at the start.</param>
    public void Use(ForeignTopics foreign, params IEnumerable<string> more)
    {
        _foreign = foreign;
        _client.Subscribe([.. more.Concat(foreign.Filters)]);
    }

    /// <returns>False when nothing was taken; what needs an answer comes again.</returns>
    public bool Send(DeviceId device, TopicChannel channel, byte[] payload, TimeSpan? expiry = null) =>
        _client.Publish(new EstateTopic(_site, device, channel).ToString(), payload, expiry: expiry);

    /// <summary>Takes away what the broker keeps of a device: the status of hardware that is no more.</summary>
    public void Forget(DeviceId device) => Keep(new EstateTopic(_site, device, TopicChannel.Status).ToString(), []);

    /// <summary>A retained message for later subscribers; an empty payload removes it.</summary>
    /// <returns>False when nothing was taken.</returns>
    public bool Keep(string topic, byte[] payload) => _client.Publish(topic, payload, retain: true);

    /// <summary>In the device's own language.</summary>
    /// <returns>False when nothing was taken.</returns>
    public bool Send(Command command)
    {
        var expiry = ExpiryOf(command);
        return _foreign is not { } foreign || !foreign.TryEncode(command, out var message)
            ? Send(command.Device, TopicChannel.Command, GatewayMessages.Command(command), expiry)
            : message is not { } told || _client.Publish(told.Topic, told.Payload, expiry: expiry);
    }

    /// <summary>By way of a network server.</summary>
    /// <returns>False when nothing was taken.</returns>
    public bool Send(Lorawan.Downlink downlink, Command command) =>
        _client.Publish(downlink.Topic, downlink.Payload, expiry: ExpiryOf(command));

    public void Dispose() => _client.Dispose();

    /// <summary>Also of a device that cannot read when an order ends, and of a broker that was away in between.</summary>
    private static TimeSpan? ExpiryOf(Command command) =>
        (command.ExpiresAt - command.IssuedAt).ToTimeSpan() is var lasts && lasts > TimeSpan.Zero && lasts < LongestOrder ? lasts : null;

    private bool OnMessage(ReceivedMessage message)
    {
        if (message.Topic == DroppedTopic)
            Interlocked.Exchange(ref _dropped, Utf8Parser.TryParse(message.Payload, out long dropped, out _) ? dropped : 0);
        else if (message.Topic != _birth)
            return _events.Received(message);
        else if (message.Payload.AsSpan().SequenceEqual("online"u8))
            Interlocked.Increment(ref _homeBirths);
        message.Receipt?.Invoke();
        return true;
    }

    private void OnStateChanged(LinkState state)
    {
        if (state.IsReady && !_isReady)
            _connections++;
        _isReady = state.IsReady;
        _events.Changed(state);
    }
}
