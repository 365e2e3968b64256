using Estate.Adapters.Lorawan;
using Estate.Domain.Profiles;
using Estate.Gateway.Configuration;
using Estate.Gateway.Profiles;

namespace Estate.Gateway.Pipeline.Devices;

/// <summary>What reads uplinks of radio sensors, with their makers' codecs.</summary>
internal static class RadioInput
{
    internal static IEnumerable<string> Filters(EstateModel model) => model.HasRadioSensors ? NetworkServerInput.Filters : [];

    /// <param name="before">What was heard until now still counts.</param>
    /// <returns>Null where there are no radio sensors.</returns>
    /// <exception cref="FormatException">A sensor that nobody can read.</exception>
    internal static NetworkServerInput? Of(EstateModel model, DataFolder folder, NetworkServerInput? before = null)
    {
        if (!model.HasRadioSensors)
            return null;
        var files = ProfileBook.Of(folder).Codecs;
        var profiles = model.Inventory.Select(one => one.Profile).OfType<DeviceProfile>().Where(one => one.IsUplink).Distinct();
        return new(model.Inventory, before)
        {
            Codecs = profiles.Select(one => (one.Name, Codec: files.Find(one, out _))).Where(one => one.Codec is not null)
                .ToDictionary(one => one.Name, one => one.Codec!),
        };
    }
}
