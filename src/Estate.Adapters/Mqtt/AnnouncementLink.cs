namespace Estate.Adapters.Mqtt;

/// <summary>
/// A connection of its own for what nobody here owns yet says of itself, so that no flood of announcements stands in front of a device's
/// readings: neither in the broker's line for the gateway nor in the gateway's own.
/// </summary>
public sealed class AnnouncementLink : IDisposable
{
    /// <summary>As whom the gateway listens; over TLS the user's name is the client id, and each may be there once.</summary>
    public const string User = "gateway-found";

    /// <summary>
    /// As whom a device connects that is not adopted yet, with a number behind it: it may announce itself, and nothing else. One for each
    /// device: over TLS the name is the client id, too, and two would end each other's connection.
    /// </summary>
    public const string Newcomer = "newcomer-";

    private readonly IBrokerClient _client;

    public static bool IsNewcomer(string user) => user.StartsWith(Newcomer, StringComparison.Ordinal);

    /// <param name="isBeside">Beside a gateway that runs, which is there itself.</param>
    public AnnouncementLink(
        (BrokerAddress Address, string Password) broker, string site, IReadOnlyList<string> filters,
        Func<BrokerSession, IBrokerClient> open, bool isBeside = false)
    {
        var id = isBeside ? $"estate-look-{Environment.ProcessId}" : $"estate-found-{site}";
        _client = open(new(broker.Address, id, broker.Password, filters, null)
        { User = isBeside ? MqttLink.ReadOnlyUser : User, Expiry = TimeSpan.Zero });
    }

    /// <param name="heard">One call at a time, on the network thread: whoever takes long holds up nobody else.</param>
    /// <param name="changed">How the connection stands.</param>
    public void Start(Action<ReceivedMessage> heard, Action<LinkState>? changed = null) => _client.Start(BrokerEvents.Ignored with
    {
        Changed = changed ?? (_ => { }),
        Received = message =>
        {
            // Nothing of it is kept: what is retained comes again with the next connection.
            message.Receipt?.Invoke();
            heard(message);
            return true;
        },
    });

    /// <summary>Also to these; what the broker kept of them comes at once, also of those that were listened to before.</summary>
    public void Listen(IReadOnlyList<string> filters) => _client.Subscribe(filters);

    public void Dispose() => _client.Dispose();
}
