using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Estate.Adapters.HomeAssistant;
using Estate.Adapters.Mqtt;

namespace Estate.Gateway.Configuration;

/// <summary>Credentials for every device of the inventory that speaks over the broker, and the broker's files made from them.</summary>
internal static class BrokerSetup
{
    /// <summary>In place of a password: none, until it is renewed.</summary>
    private const string Revoked = "";

    /// <summary>
    /// Creates missing credentials and rewrites the broker's files; existing passwords stay. Who is not in the inventory is let in no more.
    /// </summary>
    public static void Write(DataFolder folder, EstateModel model, TimeProvider? time = null)
    {
        // A device on this computer's own lines is read there alone: nobody is let in under its name.
        var spoken = model.Inventory.Where(settings => !settings.IsWired).Select(settings => settings.Device).ToList();
        var devices = spoken.Select(device => device.Name).ToHashSet();
        var foreign = InventoryCheck.OfDevices(() => new ForeignTopics(model.Inventory));
        var newcomers = Newcomers(folder);
        var programs = Programs(model, foreign, newcomers);
        var known = Complete(folder, devices.Concat(programs));
        var subscribers = new SubscriberBook(folder).Known;
        var authority = new DeviceAuthority(folder, time ?? TimeProvider.System);
        authority.Prepare(model.BrokerNames);
        var allowed = devices.Where(name => known[name] != Revoked).ToHashSet();
        authority.WriteRevocations(allowed);
        var passwords = known.Where(one => one.Value != Revoked && (allowed.Contains(one.Key) || programs.Contains(one.Key)))
            .Select(one => (one.Key, one.Value)).Concat([
                (MqttLink.GatewayUser, folder.GatewayPassword()), (MqttLink.ReadOnlyUser, folder.GatewayPassword()),
                (AnnouncementLink.User, folder.GatewayPassword())])
            .Concat(subscribers.Select(one => (one.Key, one.Value)));
        // A connection of today ends with its password, but not with its certificate: so that it is mute at once.
        var muted = known.Keys.Concat(authority.Known).Distinct().Where(name => !allowed.Contains(name) && !programs.Contains(name))
            .Order(StringComparer.Ordinal);
        var users = new BrokerUsers(passwords, muted, foreign)
        {
            Devices = spoken,
            Announcements = AnnouncementTopics.Of(model.Profiles, model.DiscoveryPrefix),
            Newcomers = newcomers,
            HomeAssistantBirth = model.HomeAssistantPrefix is null ? null : model.HomeAssistantBirth,
            Subscribers = [.. subscribers.Keys],
            HomeAssistantPrefixes = [
                .. new[] { model.HomeAssistantPrefix, HomeAssistantMemory.Read(folder).Prefix }.OfType<string>().Distinct()]
        };
        BrokerFiles.Write(folder.Broker, model.Site, model.Listeners, users, DataFolder.WritePrivate);
    }

    /// <summary>
    /// A password of its own for what takes the device's place; the old one, and every certificate, is worth nothing any more.
    /// </summary>
    public static void Renew(DataFolder folder, EstateModel model, string name) => Set(folder, model, name, NewPassword());

    /// <summary>The device is let in no more, and mute at once, until it is renewed.</summary>
    public static void Revoke(DataFolder folder, EstateModel model, string name) => Set(folder, model, name, Revoked);

    /// <summary>A certificate; the device's password, and the certificates it had, are worth nothing any more.</summary>
    public static DeviceCertificate Certify(DataFolder folder, EstateModel model, (string Name, int Days) what, TimeProvider time)
    {
        var known = Known(folder);
        known[what.Name] = NewPassword();
        Save(folder, known);
        var certificate = new DeviceAuthority(folder, time).Issue(what.Name, what.Days);
        Write(folder, model, time);
        return certificate;
    }

    /// <summary>Users for devices that are not adopted, and for those that were and kept theirs; the newest last.</summary>
    public static IReadOnlyList<string> Newcomers(DataFolder folder) => [.. Known(folder).Keys.Where(AnnouncementLink.IsNewcomer)];

    /// <summary>A user and a password for a device that is not adopted: it may announce itself and nothing else.</summary>
    public static (string Name, string Password) AddNewcomer(DataFolder folder, EstateModel model)
    {
        var known = Known(folder);
        var name = Enumerable.Range(1, int.MaxValue)
            .Select(number => AnnouncementLink.Newcomer + number.ToString(CultureInfo.InvariantCulture))
            .First(one => !known.ContainsKey(one));
        known[name] = NewPassword();
        Save(folder, known);
        Write(folder, model);
        return (name, known[name]);
    }

    /// <summary>Newcomers that no device became are let in no more.</summary>
    public static void RemoveNewcomers(DataFolder folder, EstateModel model)
    {
        var known = Known(folder);
        foreach (var name in Unused(folder, model))
            known.Remove(name);
        Save(folder, known);
        Write(folder, model);
    }

    /// <summary>Newcomers that are no device of the estate.</summary>
    public static IReadOnlyList<string> Unused(DataFolder folder, EstateModel model) =>
        [.. Newcomers(folder).Except(model.Inventory.Select(one => one.Values.GetValueOrDefault(ForeignTopics.Account, "")))];

    /// <summary>Null before the first <see cref="Write"/> with that device, and for one that was revoked.</summary>
    public static string? PasswordOf(DataFolder folder, string name) =>
        Known(folder).GetValueOrDefault(name) is { Length: > 0 } password ? password : null;

    public static bool IsRevoked(DataFolder folder, string name) =>
        Known(folder).TryGetValue(name, out var password) && password == Revoked;

    private static void Set(DataFolder folder, EstateModel model, string name, string password)
    {
        var known = Known(folder);
        known[name] = password;
        Save(folder, known);
        new DeviceAuthority(folder, TimeProvider.System).End(name);
        Write(folder, model);
    }

    /// <summary>
    /// Users of the broker that are no devices: those of devices that are not adopted yet, a network server, bridges of other makers'
    /// devices, a home's.
    /// </summary>
    private static HashSet<string> Programs(EstateModel model, ForeignTopics foreign, IEnumerable<string> newcomers) =>
    [
        .. AnnouncementTopics.Of(model.Profiles, model.DiscoveryPrefix).Select(one => one.User).OfType<string>(), .. newcomers,
        .. foreign.Users,
        .. model.HomeAssistantPrefix is not null ? [HomeAssistantTopics.User] : Enumerable.Empty<string>(),
    ];

    private static Dictionary<string, string> Complete(DataFolder folder, IEnumerable<string> wanted)
    {
        var known = Known(folder);
        var missing = wanted.Where(name => !known.ContainsKey(name)).ToList();
        foreach (var name in missing)
            known.Add(name, NewPassword());
        if (missing.Count > 0)
            Save(folder, known);
        return known;
    }

    private static string NewPassword() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));

    private static Dictionary<string, string> Known(DataFolder folder) => File.Exists(folder.DeviceCredentials)
        ? File.ReadAllLines(folder.DeviceCredentials).Select(line => line.Split(',')).ToDictionary(parts => parts[0], parts => parts[1])
        : [];

    private static void Save(DataFolder folder, Dictionary<string, string> known) =>
        DataFolder.WritePrivate(
            folder.DeviceCredentials, Encoding.ASCII.GetBytes(string.Concat(known.Select(one => $"{one.Key},{one.Value}\n"))));
}
