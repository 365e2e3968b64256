using Estate.Domain.Devices;

namespace Estate.Domain.Parking;

/// <summary>What profiles can give of a bay sensor of another make.</summary>
internal static class ProfiledBays
{
    internal static IReadOnlyList<ReadingShape> All { get; } =
    [
        new("bay",
            [
                ReadingField.Flag("occupied"), ReadingField.Flag("interference"), ReadingField.Flag("failed"),
                ReadingField.Number("battery_pct", 0, 100), ReadingField.Number("battery_v", 0, 60),
                ReadingField.Number("temperature_c", -60, 125), ReadingField.Word("reset_cause"), ReadingField.Word("firmware"),
            ],
            values => new BayReport(values.Flag(0))
            {
                Interference = values.Is(1),
                Failed = values.Is(2),
                BatteryPct = values.Number(3),
                BatteryV = values.Number(4),
                TemperatureC = values.Number(5),
                ResetCause = values.Word(6),
                Firmware = values.Word(7),
            }),
    ];
}
