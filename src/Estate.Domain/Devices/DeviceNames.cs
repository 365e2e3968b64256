using System.Globalization;
using System.Text.RegularExpressions;

namespace Estate.Domain.Devices;

/// <summary>
/// What people call each device. Where nobody gave a name it is the kind's title, with the number in its id or, where that is not its
/// own, its number among its kind. The table is exchanged as a whole while others read it.
/// </summary>
public sealed partial class DeviceNames
{
    /// <summary>What the gateway itself did.</summary>
    private static readonly Text Gateway = new("网关", "Gateway");

    private readonly Dictionary<string, IDeviceKind> _kinds;
    private volatile Dictionary<DeviceId, (Text Name, DevicePlace Place)> _devices;

    public DeviceNames(IReadOnlyList<IDeviceKind> kinds, IReadOnlyList<DeviceSettings> inventory)
    {
        _kinds = kinds.ToDictionary(kind => kind.Name);
        _devices = Read(inventory);
    }

    /// <summary>From now on these are the devices.</summary>
    public void Use(IReadOnlyList<DeviceSettings> inventory) => _devices = Read(inventory);

    /// <summary>Also of one that is no longer there.</summary>
    public Text Of(DeviceId device) => _devices.TryGetValue(device, out var known) ? known.Name
        : _kinds.ContainsKey(device.Kind) ? Numbered(TitleOf(device.Kind), NumberIn(device)) : Gateway;

    public DevicePlace PlaceOf(DeviceId device) =>
        _devices.TryGetValue(device, out var known) ? known.Place : new(null, null, null, null);

    public Text TitleOf(string kind) => _kinds.TryGetValue(kind, out var known) ? known.Title : Text.Same(kind);

    /// <summary>Of an id as it is written.</summary>
    public Text Of(string id) => DeviceId.TryParse(id, out var device) ? Of(device) : Text.Same(id);

    /// <summary>Several in a row, by their ids.</summary>
    public Text Of(IEnumerable<string> ids)
    {
        var all = ids.Select(Of).ToList();
        return new(string.Join("、", all.Select(one => one.Zh)), string.Join(", ", all.Select(one => one.En)));
    }

    /// <summary>A sentence with the names of the devices whose ids stand in it.</summary>
    public Text InWords(Text sentence) => new(InWords(sentence.Zh, name => name.Zh), InWords(sentence.En, name => name.En));

    /// <summary>All that a device may be looked for by: both names, its place, its id.</summary>
    public string SearchText(DeviceId device)
    {
        var (name, place) = (Of(device), PlaceOf(device).Words);
        return $"{name.Zh} {name.En} {place?.Zh} {place?.En} {device}";
    }

    private string InWords(string sentence, Func<Text, string> language) => sentence.Contains('/', StringComparison.Ordinal)
        ? Id().Replace(sentence, match =>
            DeviceId.TryParse(match.Value, out var device) && _devices.TryGetValue(device, out var known)
                ? language(known.Name) : match.Value)
        : sentence;

    private Dictionary<DeviceId, (Text Name, DevicePlace Place)> Read(IReadOnlyList<DeviceSettings> inventory)
    {
        var names = new Dictionary<DeviceId, (Text, DevicePlace)>(inventory.Count);
        foreach (var kind in inventory.Where(one => _kinds.ContainsKey(one.Device.Kind)).GroupBy(one => one.Device.Kind))
        {
            var (all, title, next) = (kind.ToList(), TitleOf(kind.Key), 1);
            var numbers = all.Select(one => NumberIn(one.Device)).OfType<int>().CountBy(number => number).ToDictionary();
            foreach (var one in all)
                names[one.Device] = (one.Name ?? (_kinds[kind.Key] as INamedKind)?.NameOf(one) ?? Made(one), DevicePlace.Of(one));
            Text Made(DeviceSettings one)
            {
                if (NumberIn(one.Device) is { } number && numbers[number] == 1)
                    return Numbered(title, number);
                while (numbers.ContainsKey(next))
                    next++;
                return Numbered(title, all.Count == 1 ? null : next++);
            }
        }
        return names;
    }

    private static Text Numbered(Text title, int? number) => number is not { } one ? title
        : new(string.Create(CultureInfo.InvariantCulture, $"{title.Zh} {one}"),
            string.Create(CultureInfo.InvariantCulture, $"{title.En} {one}"));

    /// <summary>The last digits of the id; null for none, or for more than anybody counts.</summary>
    private static int? NumberIn(DeviceId device) =>
        Digits().Match(device.Name) is { Success: true, ValueSpan: var digits }
            && int.TryParse(digits, CultureInfo.InvariantCulture, out var one) ? one : null;

    [GeneratedRegex("[a-z0-9-]+/[a-z0-9-]+")]
    private static partial Regex Id();

    [GeneratedRegex("[0-9]{1,6}$")]
    private static partial Regex Digits();
}
