using Estate.Adapters.HomeAssistant;
using Estate.Adapters.Lorawan;
using Estate.Domain.Devices;

namespace Estate.Adapters.Mqtt;

/// <summary>
/// Mosquitto's own files: its listeners, a password per device, and an access list that confines each device to its
/// own subtree. The device's name is its user name, a whole topic level.
/// </summary>
public static class BrokerFiles
{
    /// <summary>
    /// Messages that wait for one client that is away: so many, and of so many bytes altogether. At the reference estate's busiest,
    /// 60 messages of 300 bytes a second, the first is reached after six minutes.
    /// </summary>
    private const int MaxQueued = 20_000;
    private const int MaxQueuedBytes = 32 * 1024 * 1024;

    /// <summary>
    /// For what has no other limit, such as retained messages on a plug's own topics: the gateway needs the rest of a Pi.
    /// </summary>
    private const int MaxMemory = 256 * 1024 * 1024;

    private static readonly string[] Said = ["event", "telemetry", "status", "reply"];
    private static readonly string[] Heard = ["ack", "command"];

    /// <summary>
    /// Rewrites password file, access list and configuration for these users; foreign devices are confined to topics of their own.
    /// </summary>
    /// <param name="folder">Where the files go; certificates of TLS listeners are there already.</param>
    /// <param name="writePrivate">Writes lines to a file only its owner may read.</param>
    public static void Write(
        string folder, string site, BrokerListeners listeners, BrokerUsers users, Action<string, IEnumerable<string>> writePrivate)
    {
        Directory.CreateDirectory(folder);
        writePrivate(Path.Combine(folder, "acl"), AccessList(site, users));
        File.WriteAllText(Path.Combine(folder, "mosquitto.conf"), Configuration(folder, listeners));
        // Last: it is what makes the broker read them all again.
        BrokerPasswords.Write(folder, [.. users.Passwords], writePrivate);
    }

    /// <summary>Line by line: of ten thousand devices the whole would be megabytes.</summary>
    private static IEnumerable<string> AccessList(string site, BrokerUsers users) => users.Devices
        .SelectMany(device => AccessLines(site, device)).Prepend(OfPrograms(site, users))
        .Concat(users.Foreign.AccessLines(forGateway: false))
        .Concat(users.Muted.SelectMany(name => new[] { $"user {name}", "topic deny #" }));

    private static string OfPrograms(string site, BrokerUsers users) =>
        $"""
        user {MqttLink.GatewayUser}
        topic readwrite estate/{site}/#

        topic read application/#
        topic read v3/#
        {string.Join('\n', Downlink.Filters.Select(filter => $"topic write {filter}"))}
        topic read {MqttLink.DroppedTopic}
        {string.Join('\n', users.Foreign.AccessLines(forGateway: true))}
        {string.Join('\n', users.HomeAssistantPrefixes.Select(prefix => $"topic readwrite {prefix}/#"))}
        {(users.HomeAssistantBirth is { } birth ? $"topic read {birth}" : "")}

        {Announcements(users)}

        user {MqttLink.ReadOnlyUser}
        topic read estate/{site}/#
        {string.Join('\n', users.Announcements.Select(one => $"topic read {one.Filter}").Distinct())}
        {string.Join('\n', users.HomeAssistantPrefixes.Select(prefix => $"topic read {prefix}/#"))}

        user {NetworkServerInput.User}
        topic write application/#
        topic write v3/#
        {string.Join('\n', Downlink.Filters.Select(filter => $"topic read {filter}"))}

        user {HomeAssistantTopics.User}
        {string.Join('\n', users.HomeAssistantPrefixes.SelectMany(prefix => HomeAssistantTopics.AccessLines(site, prefix)))}
        {(users.HomeAssistantBirth is { } said ? $"topic write {said}" : "")}

        {string.Join('\n', users.Subscribers.SelectMany(user => SubscriberLines(site, user, users.HomeAssistantPrefixes)))}

        """;

    /// <summary>Who is not adopted may announce itself; the gateway listens to that over a connection of its own.</summary>
    private static string Announcements(BrokerUsers users)
    {
        var bridges = users.Announcements.Where(one => one.User is not null).GroupBy(one => one.User!, one => one.Filter);
        var newcomers = users.Newcomers
            .SelectMany(_ => users.Announcements.Where(one => one.User is null), (name, one) => (name, one.Filter))
            .GroupBy(one => one.name, one => one.Filter);
        return $"""
            user {AnnouncementLink.User}
            {string.Join('\n', users.Announcements.Select(one => $"topic read {one.Filter}").Distinct())}

            {string.Join('\n', bridges.Concat(newcomers).Select(AnnouncementLines))}
            """;
    }

    private static string AnnouncementLines(IGrouping<string, string> user) =>
        string.Join('\n', user.Distinct().Select(filter => $"topic write {filter}").Prepend($"user {user.Key}"));

    /// <summary>
    /// Its own topics by name, not by pattern: below kinds that nobody reads it could leave retained messages without end.
    /// </summary>
    private static IEnumerable<string> AccessLines(string site, DeviceId device) =>
        Said.Select(channel => $"topic write estate/{site}/{device}/{channel}")
            .Concat(Heard.Select(channel => $"topic read estate/{site}/{device}/{channel}"))
            .Prepend($"user {device.Name}");

    private static IEnumerable<string> SubscriberLines(string site, string user, IEnumerable<string> prefixes) =>
        HomeAssistantTopics.ReadLines(site).Concat(prefixes.Select(prefix => $"topic read {HomeAssistantTopics.Config(prefix, "+")}"))
            .Prepend($"user {user}");

    private static string Configuration(string folder, BrokerListeners listeners) =>
        $"""
        # Written by the gateway at each start; changes belong into estate.yaml.
        # As root Mosquitto would become another user, who may not read these files.
        user {Environment.UserName}
        per_listener_settings false
        allow_anonymous false
        password_file {folder}/passwd
        acl_file {folder}/acl
        set_tcp_nodelay true
        # What is not acknowledged by the gateway comes again from its device; a copy here would only wear the card
        # and hold card numbers.
        persistence false
        max_inflight_messages 200
        max_queued_messages {MaxQueued}
        max_queued_bytes {MaxQueuedBytes}
        # A bridge says all its devices in one message, of 10 kB and more each; refused, it would lose its connection.
        max_packet_size {BrokerStreamProvider.MaxPacket}
        memory_limit {MaxMemory}
        log_dest stderr
        log_type error
        log_type warning
        {(listeners.Plain is { } plain ? $"\nlistener {plain} 127.0.0.1" : "")}
        {(listeners.Password is { } password ? Tls(folder, password, listeners.Bind) : "")}
        {(listeners.Certificate is { } certificate
            ? Tls(folder, certificate,
            listeners.Bind) + $"\nrequire_certificate true\nuse_identity_as_username true\ncrlfile {folder}/crl.pem" : "")}

        """;

    /// <summary>Under its name as client id a device can end nobody's connection but its own.</summary>
    private static string Tls(string folder, int port, string? bind) =>
        $"""

        listener {port}{(bind is null ? "" : " " + bind)}
        cafile {folder}/ca.crt
        certfile {folder}/server.crt
        keyfile {folder}/server.key
        use_username_as_clientid true
        """;
}
