using Estate.Adapters.Probing;
using Estate.Domain.Devices;

namespace Estate.Gateway.Configuration;

/// <summary>Which devices are asked over the network, where and how.</summary>
internal static class ProbePlan
{
    /// <exception cref="FormatException">A line that cannot be; says which device.</exception>
    internal static IReadOnlyList<ProbeTarget> Of(EstateModel model, IReadOnlyList<IDeviceKind> kinds)
    {
        var (all, places) = (new List<ProbeTarget>(), new Dictionary<string, DeviceId>(StringComparer.OrdinalIgnoreCase));
        foreach (var settings in model.Inventory.Where(one => one.IsProbed))
        {
            if (!kinds.Any(kind => kind.Name == settings.Device.Kind && kind is IProbedKind))
                throw new FormatException($"{settings.Device}: probe is for {string.Join(" and ", kinds.OfType<IProbedKind>()
                    .Select(kind => kind.Name))}; other devices speak by themselves");
            if (settings.Profile is not null || settings.Wires.Count > 0)
                throw new FormatException($"{settings.Device}: probe and profile or pins: it is asked, or speaks by itself, not both");
            var target = ProbeTarget.From(settings, model.Snmp);
            if (!places.TryAdd(target.Place, settings.Device))
                throw new FormatException(
                    $"{settings.Device}: address is '{target.Address}', which is {places[target.Place]}'s already");
            all.Add(target);
        }
        return all;
    }
}
