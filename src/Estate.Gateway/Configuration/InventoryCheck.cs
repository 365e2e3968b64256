using Estate.Adapters.Lorawan;
using Estate.Adapters.Mqtt;
using Estate.Domain.Devices;

namespace Estate.Gateway.Configuration;

/// <summary>Whether a gateway can run with an inventory, before it does.</summary>
internal static class InventoryCheck
{
    /// <exception cref="ConfigurationException">A kind, codec, setting or wire that cannot be; says which device.</exception>
    internal static void Pass(EstateModel model)
    {
        var kinds = DeviceKinds.WithoutCards(model.Programme.Zone);
        try
        {
            Kinds(model, kinds);
            OfDevices(() => new EstateMachine(kinds, model.Inventory, []));
            OfDevices(() => FeederReader.Check(model.Inventory, kinds));
            OfDevices(() => new ForeignTopics(model.Inventory));
            OfDevices(() => new NetworkServerInput(model.Inventory));
            OfDevices(() => model.Pins.Plan(kinds));
            OfDevices(() => ProbePlan.Of(model, kinds));
        }
        catch (ConfigurationException mistake)
        {
            throw SettingPlaces.Placed(mistake, model);
        }
    }

    internal static void Kinds(EstateModel model, IReadOnlyList<IDeviceKind> kinds)
    {
        var unknown = model.Inventory.Select(settings => settings.Device).Where(device => kinds.All(kind => kind.Name != device.Kind))
            .ToList();
        if (unknown.Count > 0)
            throw new ConfigurationException(
                $"devices of an unknown kind: {string.Join(", ", unknown)}. Known: {string.Join(", ", kinds.Select(kind => kind.Name))}");
    }

    private static void OfDevices(Action check) => OfDevices(() =>
    {
        check();
        return true;
    });

    /// <exception cref="ConfigurationException">A device's line that its kind or codec cannot take.</exception>
    internal static T OfDevices<T>(Func<T> make)
    {
        try
        {
            return make();
        }
        catch (FormatException mistake)
        {
            throw new ConfigurationException($"devices: {mistake.Message}");
        }
    }
}
