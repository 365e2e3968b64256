using System.Security.Cryptography;
using System.Text;
using Estate.Adapters.Lorawan;

namespace Estate.Adapters.Mqtt;

/// <summary>
/// Mosquitto's own files: a loopback listener, a password per device, and an access list that confines each device to its
/// own subtree. The device's name is its user name, a whole topic level.
/// </summary>
public static class BrokerFiles
{
    private const int HashIterations = 101;

    /// <summary>Rewrites password file, access list and configuration for these users; foreign devices are confined to topics of their own.</summary>
    /// <param name="folder">Where the files go; also Mosquitto's own persistence.</param>
    /// <param name="writePrivate">Writes a file only its owner may read.</param>
    public static void Write(string folder, string site, int port, (IEnumerable<(string Name, string Password)> Users, ForeignTopics Foreign) who, Action<string, byte[]> writePrivate)
    {
        Directory.CreateDirectory(folder);
        writePrivate(Path.Combine(folder, "acl"), Encoding.ASCII.GetBytes(AccessList(site, who.Foreign)));
        File.WriteAllText(Path.Combine(folder, "mosquitto.conf"), Configuration(folder, port));
        // Last: it is what makes the broker read them all again.
        writePrivate(Path.Combine(folder, "passwd"), Encoding.ASCII.GetBytes(string.Concat(who.Users.Select(user => $"{user.Name}:{Hash(user.Password)}\n"))));
    }

    private static string AccessList(string site, ForeignTopics foreign) =>
        $"""
        user {MqttLink.GatewayUser}
        topic readwrite estate/{site}/#

        topic read application/#
        topic read v3/#
        {string.Join('\n', foreign.AccessLines(forGateway: true))}

        user {NetworkServerInput.User}
        topic write application/#
        topic write v3/#

        {string.Join('\n', foreign.AccessLines(forGateway: false))}

        pattern write estate/{site}/+/%u/event
        pattern write estate/{site}/+/%u/telemetry
        pattern write estate/{site}/+/%u/status
        pattern write estate/{site}/+/%u/reply
        pattern read estate/{site}/+/%u/ack
        pattern read estate/{site}/+/%u/command

        """;

    private static string Configuration(string folder, int port) =>
        $"""
        # Written by the gateway at each start; changes belong into estate.yaml.
        # As root Mosquitto would become another user, who may not read these files.
        user {Environment.UserName}
        per_listener_settings false
        listener {port} 127.0.0.1
        allow_anonymous false
        password_file {folder}/passwd
        acl_file {folder}/acl
        set_tcp_nodelay true
        # What is not acknowledged by the gateway comes again from its device; a copy here would only wear the card
        # and hold card numbers.
        persistence false
        max_inflight_messages 200
        max_queued_messages 20000
        max_packet_size 2000000
        log_dest stderr
        log_type error
        log_type warning

        """;

    /// <summary>mosquitto_passwd's format 7: PBKDF2 with SHA-512.</summary>
    private static string Hash(string password)
    {
        var salt = RandomNumberGenerator.GetBytes(12);
        var hash = Rfc2898DeriveBytes.Pbkdf2(password, salt, HashIterations, HashAlgorithmName.SHA512, 64);
        return $"$7${HashIterations}${Convert.ToBase64String(salt)}${Convert.ToBase64String(hash)}";
    }
}
