using Estate.Domain.Devices;

namespace Estate.Domain.Monitors;

/// <summary>What profiles can give of a sensor.</summary>
internal static class ProfiledMonitor
{
    /// <summary>More passages than there are in a lifetime.</summary>
    private const double MaxCount = 1e9;

    internal static IReadOnlyList<ReadingShape> All { get; } =
    [
        new("senses",
            [
                ReadingField.Flag("open"), ReadingField.Flag("leak"), ReadingField.Flag("smoke"), ReadingField.Flag("tampered"),
                ReadingField.Flag("tilted"), ReadingField.Flag("testing"), ReadingField.Number("temperature_c", -60, 125),
                ReadingField.Number("humidity_pct", 0, 100), ReadingField.Number("battery_pct", 0, 100),
                ReadingField.Number("in", 0, MaxCount), ReadingField.Number("out", 0, MaxCount),
                ReadingField.Word("pressed", "short", "long", "double"),
            ],
            values => new MonitorReading
            {
                Open = values.Flag(0),
                Leak = values.Flag(1),
                Smoke = values.Flag(2),
                Tampered = values.Flag(3),
                Tilted = values.Flag(4),
                IsTest = values.Is(5),
                TemperatureC = values.Number(6),
                HumidityPct = values.Number(7),
                BatteryPct = values.Number(8),
                In = values.Number(9),
                Out = values.Number(10),
                Pressed = values.Word(11),
            }),
    ];
}
