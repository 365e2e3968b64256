using Estate.Domain.Bins;
using Estate.Domain.Credentials;
using Estate.Domain.Devices;
using Estate.Domain.Gate;
using NodaTime;

namespace Estate.Gateway;

/// <summary>The kinds of device this gateway knows: one line each.</summary>
internal static class DeviceKinds
{
    /// <param name="cards">The cards and the key for a purpose.</param>
    internal static IReadOnlyList<IDeviceKind> All(Func<string, CardBook> cards, DateTimeZone zone) =>
    [
        new StationKind(cards("points").Hasher),
        new GateKind(cards("gate"), zone),
    ];
}
