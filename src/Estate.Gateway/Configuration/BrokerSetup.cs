using System.Security.Cryptography;
using System.Text;
using Estate.Adapters.Lorawan;
using Estate.Adapters.Mqtt;

namespace Estate.Gateway.Configuration;

/// <summary>Credentials for every device of the inventory, and the broker's files made from them.</summary>
public static class BrokerSetup
{
    /// <summary>Creates missing credentials and rewrites the broker's files; existing passwords stay.</summary>
    public static void Write(DataFolder folder, EstateModel model)
    {
        var users = Credentials(folder, model.Inventory.Select(settings => settings.Device.Name).Concat(model.HasRadioSensors ? [NetworkServerInput.User] : [])).Append((MqttLink.GatewayUser, folder.GatewayPassword()));
        BrokerFiles.Write(folder.Broker, model.Site, model.Broker.Port, (users, Foreign(model)), DataFolder.WritePrivate);
    }

    /// <exception cref="ConfigurationException">A device's codec or topic cannot be.</exception>
    private static ForeignTopics Foreign(EstateModel model)
    {
        try
        {
            return new(DeviceKinds.WithoutCards(model.Programme.Zone), model.Inventory);
        }
        catch (FormatException mistake)
        {
            throw new ConfigurationException($"devices: {mistake.Message}");
        }
    }

    private static List<(string Name, string Password)> Credentials(DataFolder folder, IEnumerable<string> devices)
    {
        var known = File.Exists(folder.DeviceCredentials)
            ? File.ReadAllLines(folder.DeviceCredentials).Select(line => line.Split(',')).ToDictionary(parts => parts[0], parts => parts[1])
            : [];
        var missing = devices.Where(name => !known.ContainsKey(name)).Distinct().ToList();
        foreach (var name in missing)
            known.Add(name, Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)));
        if (missing.Count > 0)
            DataFolder.WritePrivate(folder.DeviceCredentials, Encoding.ASCII.GetBytes(string.Concat(known.Select(one => $"{one.Key},{one.Value}\n"))));
        return [.. known.Select(one => (one.Key, one.Value))];
    }
}
