using Estate.FirmwareSim;

namespace Estate.Bench.Harness;

/// <summary>The reference estate's 218 devices beside its gate, for a trial: inventory lines and their firmware.</summary>
internal static class ReferenceEstate
{
    internal const int Households = 1469;
    internal const int Stations = 6;

    /// <summary>185 bays, their sign and their counter.</summary>
    internal const string CarPark =
        """
          - { id: lot/main, signs: entrance }
          - { id: "parking/a[001-185]", zone: A, lot: main }
          - { id: sign/entrance }
          - { id: counter/entry }

        """;

    /// <summary>All but the stations and the gate, which every trial has.</summary>
    internal const string Inventory = CarPark +
        """
          - { id: "charger/c[01-20]", sockets: "10" }
          - { id: checkpoint/garage }
          - { id: checkpoint/pump-room }
          - { id: checkpoint/north-roof }
          - { id: checkpoint/rubbish-yard }
          - { id: patrol/main, checkpoints: "garage, pump-room, north-roof, rubbish-yard",
              rounds: "00:00-06:00; 06:00-12:00; 12:00-18:00; 18:00-00:00" }

        """;

    private static readonly string[] Checkpoints = ["garage", "pump-room", "north-roof", "rubbish-yard"];

    internal static DeviceOptions Device(BenchEstate estate, string name) =>
        new("trial", name, "127.0.0.1", estate.DevicePort)
        {
            Password = estate.Passwords[name],
            MaxReconnectDelay = TimeSpan.FromSeconds(1)
        };

    /// <param name="boot">Larger than that of earlier stations in the same run.</param>
    internal static IReadOnlyList<DeviceOptions> StationsOf(BenchEstate estate, long boot = 1) =>
        [.. Enumerable.Range(1, Stations).Select(i => Device(estate, $"station-{i}") with { Boot = boot })];

    internal static ParkingTraffic Cars(BenchEstate estate, TimeProvider time) =>
        new([.. Bays(estate, time)], new(Device(estate, "entry"), time), new(Device(estate, "entrance"), time), new Random(1));

    internal static ChargerTraffic Chargers(BenchEstate estate, IReadOnlyList<string> cards, TimeProvider time) =>
        new([.. Boards(estate, time)], cards, new FaultPlan(FaultPlan.Parse("none"), new Random(1)), new Random(1)) { Haste = 10 };

    internal static IEnumerable<BaySensor> Bays(BenchEstate estate, TimeProvider time) =>
        ParkingTraffic.Names("a[001-185]").Select(name => new BaySensor(Device(estate, name), time));

    internal static IEnumerable<ChargerBoard> Boards(BenchEstate estate, TimeProvider time) =>
        ParkingTraffic.Names("c[01-20]").Select(name => new ChargerBoard(Device(estate, name), 10, time));

    internal static IEnumerable<CheckpointReader> Readers(BenchEstate estate, TimeProvider time) =>
        Checkpoints.Select(name => new CheckpointReader(Device(estate, name), time));
}
