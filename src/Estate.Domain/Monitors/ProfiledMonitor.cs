using Estate.Domain.Devices;

namespace Estate.Domain.Monitors;

/// <summary>What profiles can give of a sensor.</summary>
internal static class ProfiledMonitor
{
    /// <summary>More passages than there are in a lifetime.</summary>
    private const double MaxCount = 1e9;

    internal static readonly ReadingField Temperature = ReadingField.Number("temperature_c", -60, 125);
    internal static readonly ReadingField Humidity = ReadingField.Number("humidity_pct", 0, 100);
    internal static readonly ReadingField Battery = ReadingField.Number("battery_pct", 0, 100);
    internal static readonly ReadingField In = ReadingField.Number("in", 0, MaxCount);
    internal static readonly ReadingField Out = ReadingField.Number("out", 0, MaxCount);
    internal static readonly ReadingField Pressed = ReadingField.Word("pressed", "short", "long", "double");

    internal static IReadOnlyList<ReadingShape> All { get; } =
    [
        new("senses",
            [
                ReadingField.Flag("open"), ReadingField.Flag("leak"), ReadingField.Flag("smoke"), ReadingField.Flag("tampered"),
                ReadingField.Flag("tilted"), ReadingField.Flag("testing"), Temperature, Humidity, Battery, In, Out, Pressed,
                ReadingField.Flag("e_bike"), ReadingField.Flag("bike_battery"), ReadingField.Word("picture"),
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
                EBike = values.Flag(12),
                BikeBattery = values.Flag(13),
                Picture = values.Word(14) is { } picture && PictureReference.IsOne(picture) ? picture : null,
            }),
    ];
}
