using Estate.Domain.Devices;

namespace Estate.Gateway.Configuration;

/// <summary>The feeders of estate.yaml, put to the devices that hang on them.</summary>
internal sealed class FeederReader(Action<string> error)
{
    private const double MaxW = 1_000_000;

    private readonly Dictionary<DeviceId, Dictionary<int, (Feeder Feeder, string Place)>> _fed = [];

    /// <summary>The inventory, each device with what its outlets hang on.</summary>
    internal List<DeviceSettings> Fit(List<EstateFile.FeederSection> written, List<DeviceSettings> inventory)
    {
        var names = new HashSet<string>();
        foreach (var (section, index) in written.Select((section, index) => (section, index)))
        {
            var where = $"feeders[{index}]";
            if (!DeviceId.IsValidLevel(section.Name))
                error($"{where}.name: '{section.Name}' is not a short name of [a-z0-9-]");
            else if (!names.Add(section.Name))
                error($"{where}.name: '{section.Name}' is there twice");
            if (!(section.LimitW is > 0 and <= MaxW))
                error(FormattableString.Invariant($"{where}.limit_w: {section.LimitW} is not more than 0 and at most {MaxW} W"));
            if (section.Sockets.Count == 0)
                error($"{where}.sockets: at least one, such as charger/c01 for all of its sockets or charger/c01/3 for one");
            foreach (var (text, number) in section.Sockets.Select((text, number) => (text, number)))
                Add(new(section.Name, section.LimitW), text, $"{where}.sockets[{number}]", inventory);
        }
        return [.. inventory.Select(settings => _fed.TryGetValue(settings.Device, out var own)
            ? settings with { Feeders = own.ToDictionary(one => one.Key, one => one.Value.Feeder) } : settings)];
    }

    /// <summary>That each outlet is there: of what has none, and of none beyond the last.</summary>
    /// <exception cref="FormatException">Says which device and feeder.</exception>
    internal static void Check(IReadOnlyList<DeviceSettings> inventory, IReadOnlyList<IDeviceKind> kinds)
    {
        foreach (var settings in inventory.Where(settings => settings.Feeders.Count > 0))
        {
            var feeder = settings.Feeders.First().Value.Name;
            if (kinds.Single(kind => kind.Name == settings.Device.Kind) is not IFedKind kind)
                throw new FormatException($"{settings.Device}: is no charger and has no sockets, but hangs on feeder {feeder}");
            var last = kind.OutletsOf(settings);
            if (settings.Feeders.FirstOrDefault(one => one.Key > last) is { Value: { } beyond, Key: var number })
                throw new FormatException($"{settings.Device}: sockets is {last}; feeder {beyond.Name} names its socket {number}");
        }
    }

    private void Add(Feeder feeder, string text, string where, List<DeviceSettings> inventory)
    {
        var parts = text.Split('/');
        var socket = 0;
        if (parts.Length is not (2 or 3) || !parts.Take(2).All(part => DeviceId.IsValidLevel(part))
            || (parts.Length == 3 && !(FiniteNumber.TryParseWhole(parts[2], out socket) && socket > 0)))
        {
            error($"{where}: '{text}' is neither a charger such as charger/c01 nor one of its sockets such as charger/c01/3");
            return;
        }
        var device = new DeviceId(parts[0], parts[1]);
        if (inventory.All(settings => settings.Device != device))
        {
            error($"{where}: '{device}' is not among the devices");
            return;
        }
        var own = _fed.TryGetValue(device, out var known) ? known : _fed[device] = [];
        // The whole charger and one of its sockets are the same socket twice.
        var overlap = own.Where(one => one.Key == socket || one.Key == 0 || socket == 0).Select(one => one.Value).FirstOrDefault();
        if (overlap.Feeder is not null)
            error($"{where}: '{text}' hangs on feeder '{overlap.Feeder.Name}' already ({overlap.Place}); a socket has one feeder");
        else
            own[socket] = (feeder, where);
    }
}
