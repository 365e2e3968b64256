using Estate.Domain.Bins;
using Estate.Domain.CallButtons;
using Estate.Domain.Charging;
using Estate.Domain.Credentials;
using Estate.Domain.Devices;
using Estate.Domain.Garage;
using Estate.Domain.Gate;
using Estate.Domain.Lifts;
using Estate.Domain.Monitors;
using Estate.Domain.Network;
using Estate.Domain.Parking;
using Estate.Domain.Patrol;
using Estate.Domain.Sweeper;
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
        new BaySensorKind(),
        new SignKind(),
        new CounterKind(),
        new ChargerKind(cards("points").Hasher, zone),
        new LotKind(zone, cards("points").Cards.KnowsHousehold),
        new CheckpointKind(cards("patrol")),
        new PatrolKind(zone),
        new GarageKind(cards("garage"), zone, cards("points").Cards.KnowsHousehold),
        new SweeperKind(),
        new MonitorKind(),
        new NetworkKind(),
        new LiftKind(zone),
        new CallButtonKind(cards("points")),
    ];

    /// <summary>What decides over all devices of a kind.</summary>
    internal static IReadOnlyList<IReactor> Reactors(CardRegistry cards) => [new ChargingReactor(cards)];

    /// <summary>For who only looks at what there is, and must not need keys: they are in the data folder.</summary>
    internal static IReadOnlyList<IDeviceKind> WithoutCards(DateTimeZone zone) =>
        All(_ => new CardBook(new CardHasher(new byte[CardHasher.KeyBytes]), new CardRegistry()), zone);
}
