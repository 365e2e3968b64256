using System.Security.Cryptography;
using System.Text;
using Estate.Adapters.Storage;
using Estate.Domain.Credentials;
using Estate.Gateway.Backup;

namespace Estate.Gateway.Configuration;

/// <summary>The one folder everything is written to: database, secrets, broker files.</summary>
internal sealed class DataFolder(string path)
{
    internal const string LockFile = "gateway.lock";
    private const string EventKeyFile = "event.key";

    public string Root { get; } = Path.GetFullPath(path);
    public string Database => Draft ?? Path.Combine(Root, "estate.db");

    /// <summary>A database beside the folder's own that counts for nothing until it is whole and put in its place; else null.</summary>
    public string? Draft { get; init; }

    public string Broker => Path.Combine(Root, "mosquitto");
    public string DeviceCredentials => Path.Combine(Secrets, "devices.csv");
    public string SubscriberCredentials => Path.Combine(Secrets, "subscribers.csv");

    /// <summary>The estate's own certificate authority; the broker has a copy of the certificate.</summary>
    public string Authority => Path.Combine(Secrets, "ca.crt");
    public string AuthorityKey => Path.Combine(Secrets, "ca.key");

    /// <summary>Certificates the broker must refuse; the broker has a copy.</summary>
    public string Revocations => Path.Combine(Secrets, "crl.pem");

    /// <summary>Which certificates were given to whom.</summary>
    public string CertificateBook => Path.Combine(Secrets, "certificates.csv");

    /// <summary>What was announced to Home Assistant.</summary>
    public string HomeAssistant => Path.Combine(Root, "home-assistant.json");

    public string BrokerFile(string name) => Path.Combine(Broker, name);

    /// <summary>Names and passwords of the demonstration's people; not there on a real estate.</summary>
    public string Demonstration => Path.Combine(Secrets, "demonstration.csv");

    /// <summary>Rules made on this gateway.</summary>
    public string Rules => Path.Combine(Root, "rules");

    /// <summary>Profiles of the estate's own: products that are not among those that came along, or are described better.</summary>
    public string Profiles => Path.Combine(Root, "profiles");

    /// <summary>Devices added, changed and retired on this gateway.</summary>
    public string Devices => Path.Combine(Root, "devices.yaml");

    /// <summary>Found devices that are not the estate's.</summary>
    public string HiddenDevices => Path.Combine(Root, "not-ours.txt");

    /// <summary>The estate's plan as it was drawn on its page, and the picture below it.</summary>
    public string Plan => Path.Combine(Root, "plan.yaml");
    public string PlanPicture => Path.Combine(Root, "plan.svg");

    /// <summary>Measurements that wait for the time-series server.</summary>
    public string Series => Path.Combine(Root, "series");

    private string Secrets => Path.Combine(Root, "secrets");

    /// <summary>Where this computer's own programs reach the gateway, however many others hold the network's connections.</summary>
    public string WebSocket => Path.Combine(Root, "web.sock");

    /// <summary>Where simulated pins are played.</summary>
    public string PinSocket => Path.Combine(Root, "pins.sock");

    /// <summary>
    /// One key for each purpose, so that what cards do here and there cannot be joined. Made at the first start, from the
    /// system's random source; losing it makes all cards unknown.
    /// </summary>
    public CardHasher CardHasher(string purpose = "points") => new(Key(purpose == "points" ? "card.key" : $"{purpose}-card.key"));

    public byte[] EventKey() => Key(EventKeyFile);

    /// <summary>Made where this folder never had one.</summary>
    /// <param name="beginAnew">An empty one also where it had.</param>
    /// <param name="upgrade">Told, from 0 to 1, how far an older database is that takes its time.</param>
    /// <exception cref="ConfigurationException">It had one, and that is gone.</exception>
    public EstateDatabase OpenDatabase(bool beginAnew = false, IProgress<double>? upgrade = null) =>
        // Keys are made after the database: who has them had one.
        !beginAnew && !File.Exists(Database) && Find(EventKeyFile) is not null
            ? throw new ConfigurationException(
                $"{Database} is gone, though the secrets of an estate are beside it: points and cards would begin anew, empty. "
                + "Bring it back, or restore the last backup (estate restore FILE); to begin with nothing, start once with --begin-anew.")
            : new EstateDatabase(Database, upgrade) { IsDraft = Draft is not null };

    /// <summary>Seals the audit.</summary>
    public byte[] AuditKey() => Key("audit.key");

    /// <summary>Hashes the one-time codes of people.</summary>
    public byte[] PeopleKey() => Key("people.key");

    /// <summary>Closes the backups; the committee keeps a copy on paper.</summary>
    public BackupKey BackupKey() => new(Key("backup.key"));

    public bool HasBackupKey => File.Exists(Path.Combine(Secrets, "backup.key"));

    public string GatewayPassword() => Convert.ToHexStringLower(Key("gateway.key"));

    /// <summary>Held by who changes devices or their credentials; the page and a command must not write over each other.</summary>
    /// <exception cref="ConfigurationException">Somebody else has it.</exception>
    public IDisposable HoldDevices()
    {
        Directory.CreateDirectory(Secrets, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        try
        {
            return new FileStream(Path.Combine(Secrets, "devices.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException)
        {
            throw new ConfigurationException(
                new Domain.Devices.Text("别人正在修改设备，请稍后再试", "somebody else is changing devices just now; try again in a moment"));
        }
    }

    /// <summary>Held by the gateway while it runs, and by what must not be done beside one.</summary>
    /// <param name="why">Said to who may not have it.</param>
    /// <exception cref="ConfigurationException">Somebody else has it, or the folder cannot be written.</exception>
    public IDisposable HoldAlone(Domain.Devices.Text why)
    {
        try
        {
            Directory.CreateDirectory(Root);
            return TryHoldAlone() ?? throw new ConfigurationException(why);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new ConfigurationException($"{Root} cannot be used: {failure.Message.TrimEnd('.')}. Check the disk and the owner of "
                + "the folder, or name another with --data.");
        }
    }

    /// <returns>Null while somebody else holds it.</returns>
    internal IDisposable? TryHoldAlone() => SingleInstanceLock.TryHold(Path.Combine(Root, LockFile));

    /// <summary>Writes a file only its owner may read, whole or not at all.</summary>
    public static void WritePrivate(string path, byte[] content) => WritePrivate(path, stream => stream.Write(content));

    /// <summary>As <see cref="WritePrivate(string, byte[])"/>, lines of ASCII as they are made.</summary>
    public static void WritePrivate(string path, IEnumerable<string> lines) => WritePrivate(path, stream =>
    {
        using var writer = new StreamWriter(stream, Encoding.ASCII, leaveOpen: true);
        foreach (var line in lines)
        {
            writer.Write(line);
            writer.Write('\n');
        }
    });

    private static void WritePrivate(string path, Action<Stream> write)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var fresh = path + ".new";
        using (var stream = DurableFiles.CreatePrivate(fresh, FileMode.Create))
        {
            write(stream);
            stream.Flush(flushToDisk: true);
        }
        File.Move(fresh, path, overwrite: true);
    }

    /// <summary>Keys of the cookies that people log in with.</summary>
    public string BrowserKeys
    {
        get
        {
            var path = Path.Combine(Secrets, "browser-keys");
            Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            return path;
        }
    }

    /// <summary>What is secret of a way of telling people, and where it must stand; null where it does not.</summary>
    public (string? Secret, string Path) NotifierSecret(string name) => SecretOf("notify", name);

    /// <summary>By which a provider knows that this estate asks.</summary>
    public (string? Secret, string Path) ProviderSecret(string service) => SecretOf("provider", service);

    /// <summary>What is secret of whom boxes of the network believe.</summary>
    public (string? Secret, string Path) SnmpSecret(string name) => SecretOf("snmp", name);

    /// <summary>Where the program that asks boxes finds it: a folder for each, written anew at each start.</summary>
    public string SnmpTools(string name) => Path.Combine(Secrets, "snmp-tools", name);

    private (string? Secret, string Path) SecretOf(string folder, string name)
    {
        var path = Path.Combine(Secrets, folder, name);
        return (File.Exists(path) ? File.ReadAllText(path).Trim() : null, path);
    }

    /// <summary>A secret as it is; null where it was not made yet.</summary>
    internal byte[]? Find(string name) => Path.Combine(Secrets, name) is var path && File.Exists(path) ? File.ReadAllBytes(path) : null;

    private byte[] Key(string name)
    {
        var path = Path.Combine(Secrets, name);
        if (!File.Exists(path))
            WritePrivate(path, RandomNumberGenerator.GetBytes(Domain.Credentials.CardHasher.KeyBytes));
        return File.ReadAllBytes(path);
    }
}
