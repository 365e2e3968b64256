using Estate.Domain.Devices;
using NodaTime;

namespace Estate.Gateway.Tests.Configuration;

/// <summary>One device of each kind.</summary>
internal static class TestInventory
{
    internal static IReadOnlyList<IDeviceKind> Kinds { get; } = DeviceKinds.WithoutCards(DateTimeZone.Utc);

    private static readonly Dictionary<string, (string Name, string Value)[]> Needed = new()
    {
        ["patrol"] = [("checkpoints", "one"), ("rounds", "00:00-12:00")],
        ["parking"] = [("lot", "one")],
    };

    internal static IReadOnlyList<DeviceSettings> Devices { get; } = [.. Kinds.Select(kind => Device(kind))];

    internal static DeviceSettings Device(IDeviceKind kind, params (string Name, string Value)[] more) =>
        new(new(kind.Name, "one"),
            more.Concat(Needed.GetValueOrDefault(kind.Name, [])).DistinctBy(pair => pair.Name)
                .ToDictionary(pair => pair.Name, pair => pair.Value));
}
