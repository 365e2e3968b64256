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
        var (files, codecs) = (ProfileBook.Of(folder).Codecs, before?.Codecs ?? new());
        var profiles = model.Inventory.Select(one => one.Profile).OfType<DeviceProfile>().Where(one => one.IsUplink).Distinct();
        // What is in force stays until a changed one is proven.
        foreach (var profile in profiles.Where(one => codecs.Find(one.Name) is null))
            codecs.Put(profile.Name, files.Find(profile, out _));
        return new(model.Inventory, codecs, before);
    }
}
