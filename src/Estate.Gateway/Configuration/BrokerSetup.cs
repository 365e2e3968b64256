using System.Security.Cryptography;
using System.Text;
using Estate.Adapters.Lorawan;
using Estate.Adapters.Mqtt;

namespace Estate.Gateway.Configuration;

/// <summary>Credentials for every device of the inventory, and the broker's files made from them.</summary>
public static class BrokerSetup
{
    /// <summary>Creates missing credentials and rewrites the broker's files; existing passwords stay. Who is not in the inventory is let in no more.</summary>
    public static void Write(DataFolder folder, EstateModel model)
    {
        var users = Credentials(folder, model.Inventory.Select(settings => settings.Device.Name).Concat(model.HasRadioSensors ? [NetworkServerInput.User] : [])).Append((MqttLink.GatewayUser, folder.GatewayPassword()));
        var foreign = InventoryCheck.OfDevices(() => new ForeignTopics(DeviceKinds.WithoutCards(model.Programme.Zone), model.Inventory));
        BrokerFiles.Write(folder.Broker, model.Site, model.Broker.Port, (users, foreign), DataFolder.WritePrivate);
    }

    /// <summary>A password of its own for what takes the device's place; the old one is worth nothing any more.</summary>
    public static void Renew(DataFolder folder, EstateModel model, string name)
    {
        var known = Known(folder);
        known.Remove(name);
        Save(folder, known);
        Write(folder, model);
    }

    /// <summary>Null before the first <see cref="Write"/> with that device.</summary>
    public static string? PasswordOf(DataFolder folder, string name) => Known(folder).GetValueOrDefault(name);

    private static List<(string Name, string Password)> Credentials(DataFolder folder, IEnumerable<string> devices)
    {
        var (known, wanted) = (Known(folder), devices.ToHashSet());
        var missing = wanted.Where(name => !known.ContainsKey(name)).ToList();
        foreach (var name in missing)
            known.Add(name, Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)));
        if (missing.Count > 0)
            Save(folder, known);
        return [.. known.Where(one => wanted.Contains(one.Key)).Select(one => (one.Key, one.Value))];
    }

    private static Dictionary<string, string> Known(DataFolder folder) => File.Exists(folder.DeviceCredentials)
        ? File.ReadAllLines(folder.DeviceCredentials).Select(line => line.Split(',')).ToDictionary(parts => parts[0], parts => parts[1])
        : [];

    private static void Save(DataFolder folder, Dictionary<string, string> known) =>
        DataFolder.WritePrivate(folder.DeviceCredentials, Encoding.ASCII.GetBytes(string.Concat(known.Select(one => $"{one.Key},{one.Value}\n"))));
}
