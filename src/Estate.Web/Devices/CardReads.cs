using Estate.Domain.Devices;
using Estate.Gateway.Pipeline;

namespace Estate.Web.Devices;

/// <summary>Cards of many devices, some at a time: between them the loop does what it is there for.</summary>
internal static class CardReads
{
    private const int AtATime = 200;

    /// <summary>In the order of their ids.</summary>
    internal static Task<IReadOnlyList<DeviceId>> DevicesAsync(this EstateLoop loop) => loop.InspectAsync(machine => machine.Devices);

    internal static async Task<List<StatusCard>> CardsAsync(this EstateLoop loop, IEnumerable<DeviceId> devices)
    {
        var cards = new List<StatusCard>();
        foreach (var some in devices.Chunk(AtATime))
            cards.AddRange(await loop.InspectAsync(machine => some.Select(machine.Card).OfType<StatusCard>().ToList()));
        return cards;
    }

    /// <summary>What people look for: a device's name, its place, its id, and what its kind is called.</summary>
    internal static async Task<Func<DeviceId, string>> WordsAsync(this EstateLoop loop, DeviceNames names)
    {
        var titles = (await loop.KindsAsync()).ToDictionary(one => one.Kind, one => $"{one.Title.Zh} {one.Title.En}");
        return device => $"{names.SearchText(device)} {titles[device.Kind]}";
    }

    /// <summary>Kinds of which there are devices.</summary>
    internal static async Task<List<(string Kind, Text Title, int Count)>> KindsAsync(this EstateLoop loop)
    {
        var kinds = (await loop.DevicesAsync()).GroupBy(device => device.Kind).ToList();
        return await loop.InspectAsync(machine =>
            kinds.Select(kind => (kind.Key, machine.Card(kind.First())!.Kind, kind.Count())).ToList());
    }
}
