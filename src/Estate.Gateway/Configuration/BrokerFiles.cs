using System.Security.Cryptography;
using System.Text;
using Estate.Domain.Devices;

namespace Estate.Gateway.Configuration;

/// <summary>
/// Mosquitto's own files: a loopback listener, a password per device, and an access list that confines each device to its
/// own subtree. The device's name is its user name, a whole topic level.
/// </summary>
public static class BrokerFiles
{
    private const int HashIterations = 101;

    /// <summary>Creates missing credentials and rewrites the configuration; existing passwords stay.</summary>
    public static void Write(DataFolder folder, EstateModel model)
    {
        Directory.CreateDirectory(folder.Broker);
        var credentials = Credentials(folder, model.Inventory.Select(settings => settings.Device));
        var users = credentials.Append((Name: DataFolder.GatewayUser, Password: folder.GatewayPassword()));
        DataFolder.WritePrivate(Path.Combine(folder.Broker, "passwd"), Encoding.ASCII.GetBytes(string.Concat(users.Select(user => $"{user.Name}:{Hash(user.Password)}\n"))));
        DataFolder.WritePrivate(Path.Combine(folder.Broker, "acl"), Encoding.ASCII.GetBytes(AccessList(model.Site)));
        File.WriteAllText(Path.Combine(folder.Broker, "mosquitto.conf"), Configuration(folder, model.Broker.Port));
    }

    private static string AccessList(string site) =>
        $"""
        user {DataFolder.GatewayUser}
        topic readwrite estate/{site}/#

        pattern write estate/{site}/+/%u/event
        pattern write estate/{site}/+/%u/telemetry
        pattern write estate/{site}/+/%u/status
        pattern write estate/{site}/+/%u/reply
        pattern read estate/{site}/+/%u/ack
        pattern read estate/{site}/+/%u/command

        """;

    private static string Configuration(DataFolder folder, int port) =>
        $"""
        # Written by the gateway at each start; changes belong into estate.yaml.
        # As root Mosquitto would become another user, who may not read these files.
        user {Environment.UserName}
        per_listener_settings false
        listener {port} 127.0.0.1
        allow_anonymous false
        password_file {folder.Broker}/passwd
        acl_file {folder.Broker}/acl
        set_tcp_nodelay true
        persistence true
        persistence_location {folder.Broker}/
        autosave_interval 60
        max_inflight_messages 200
        max_queued_messages 20000
        max_packet_size 2000000
        persistent_client_expiration 14d
        log_dest stderr
        log_type error
        log_type warning

        """;

    private static List<(string Name, string Password)> Credentials(DataFolder folder, IEnumerable<DeviceId> devices)
    {
        var known = File.Exists(folder.DeviceCredentials)
            ? File.ReadAllLines(folder.DeviceCredentials).Select(line => line.Split(',')).ToDictionary(parts => parts[0], parts => parts[1])
            : [];
        var missing = devices.Select(device => device.Name).Where(name => !known.ContainsKey(name)).Distinct().ToList();
        foreach (var name in missing)
            known.Add(name, Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)));
        if (missing.Count > 0)
            DataFolder.WritePrivate(folder.DeviceCredentials, Encoding.ASCII.GetBytes(string.Concat(known.Select(one => $"{one.Key},{one.Value}\n"))));
        return [.. known.Select(one => (one.Key, one.Value))];
    }

    /// <summary>mosquitto_passwd's format 7: PBKDF2 with SHA-512.</summary>
    private static string Hash(string password)
    {
        var salt = RandomNumberGenerator.GetBytes(12);
        var hash = Rfc2898DeriveBytes.Pbkdf2(password, salt, HashIterations, HashAlgorithmName.SHA512, 64);
        return $"$7${HashIterations}${Convert.ToBase64String(salt)}${Convert.ToBase64String(hash)}";
    }
}
