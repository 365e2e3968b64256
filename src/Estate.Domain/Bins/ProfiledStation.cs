using Estate.Domain.Devices;

namespace Estate.Domain.Bins;

/// <summary>What profiles can give of a level sensor of another make. A level that cannot be read is one without a value.</summary>
internal static class ProfiledStation
{
    internal static IReadOnlyList<ReadingShape> All { get; } =
    [
        new("level", [Category, ReadingField.Number("fill", 0, 1)],
            values => CategoryOf(values) is { } category ? new FillReading(category, values.Number(1)) : null),
        new("tilt", [ReadingField.Flag("tilted")], values => new TiltReport(values.Is(0))),
        new("fire", [ReadingField.Flag("burning")], values => new FireReport(values.Is(0))),
        new("climate", [ReadingField.Number("temperature_c", -60, 400)],
            values => values.Number(0) is { } celsius ? new ClimateReading(celsius) : null),
        new("battery", [ReadingField.Number("battery_pct", 0, 100), ReadingField.Number("battery_v", 0, 60)],
            values => new BatteryReading(values.Number(0), values.Number(1))),
        new("lid", [Category, ReadingField.Flag("open")],
            values => CategoryOf(values) is { } category && values.Flag(1) is { } open ? new LidReport(category, open) : null),
    ];

    private static ReadingField Category => ReadingField.Word("category", [.. WasteCategories.All.Select(WasteCategories.WordOf)]);

    private static WasteCategory? CategoryOf(ReadingValues values) =>
        values.Word(0) is { } word ? WasteCategories.All.First(one => WasteCategories.WordOf(one) == word) : null;
}
