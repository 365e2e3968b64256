using System.Collections.Immutable;
using Estate.Domain.Devices;

namespace Estate.Domain.Charging;

/// <summary>What profiles can give of a charger of another make, and how it is ordered.</summary>
internal static class ProfiledReadings
{
    private const int FirstProtection = 8;

    /// <summary>A board without a word about its time ends after the longest session there is.</summary>
    private const double LongestS = 8 * 3600;

    /// <summary>Protections of its own that a device reports; what it measures the gateway judges itself.</summary>
    private static readonly (string Name, ProtectionKind Kind)[] Protections =
    [
        ("over_temperature", ProtectionKind.OverTemperature), ("over_power", ProtectionKind.OverPower),
        ("over_current", ProtectionKind.OverCurrent), ("over_voltage", ProtectionKind.OverVoltage),
        ("under_voltage", ProtectionKind.UnderVoltage), ("short_circuit", ProtectionKind.ShortCircuit),
        ("leakage", ProtectionKind.Leakage),
    ];

    internal static IReadOnlyList<ReadingShape> All { get; } =
    [
        new("socket",
            [
                ReadingField.Whole("socket", 1, ChargerReading.MaxSockets), ReadingField.Flag("closed"),
                ReadingField.Number("power_w", 0, 1e6),
                ReadingField.Number("current_a", 0, 1e4), ReadingField.Number("voltage_v", 0, 1000),
                ReadingField.Number("energy_wh", 0, 1e12), ReadingField.Number("temp_c", -60, 600),
                ReadingField.Number("residual_ma", 0, 1e5),
                .. Protections.Select(one => ReadingField.Flag(one.Name)),
            ],
            SocketOf),
        new("board", [ReadingField.Number("temp_c", -60, 600), ReadingField.Flag("smoke")],
            values => new BoardSnapshot([]) { TempC = values.Number(0), Smoke = values.Flag(1) }),
        new("smoke_test", [ReadingField.Flag("testing")],
            values => values.Is(0) ? new ProtectionReport(ProtectionKind.Smoke, true, Testing: true) : null),
    ];

    internal static IReadOnlyList<OrderShape> Orders { get; } =
    [
        new(CommandQueue.Start, new Dictionary<string, double> { ["socket"] = 1, ["max_s"] = LongestS, ["max_wh"] = 0 }, ["order"])
        { Limit = "max_s" },
        new(CommandQueue.Stop, new Dictionary<string, double> { ["socket"] = 1 }, ["order", "reason"]),
        new("cut", new Dictionary<string, double> { ["socket"] = 1 }, []),
        new(CommandQueue.Read),
    ];

    private static BoardSnapshot SocketOf(ReadingValues values) => new([new SocketReading(values.Whole(0) ?? 1)
    {
        Closed = values.Flag(1),
        PowerW = values.Number(2),
        CurrentA = values.Number(3),
        VoltageV = values.Number(4),
        EnergyWh = values.Number(5),
        TempC = values.Number(6),
        ResidualMa = values.Number(7),
        Tripped = Tripped(values),
    }]);

    private static ImmutableArray<ProtectionKind> Tripped(ReadingValues values)
    {
        ImmutableArray<ProtectionKind> tripped = [];
        for (var i = 0; i < Protections.Length; i++)
            if (values.Is(FirstProtection + i))
                tripped = tripped.Add(Protections[i].Kind);
        return tripped;
    }
}
