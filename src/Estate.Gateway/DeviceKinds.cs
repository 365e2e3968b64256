using Estate.Domain.Bins;
using Estate.Domain.Credentials;
using Estate.Domain.Devices;

namespace Estate.Gateway;

/// <summary>The kinds of device this gateway knows: one line each.</summary>
internal static class DeviceKinds
{
    internal static IReadOnlyList<IDeviceKind> All(CardHasher cards) =>
    [
        new StationKind(cards),
    ];
}
