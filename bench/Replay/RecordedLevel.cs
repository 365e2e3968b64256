using System.Globalization;
using Estate.Domain.Devices;

namespace Estate.Bench.Replay;

/// <summary>What a row says of a bin. A level without a value is one that the sensor could not measure.</summary>
internal sealed record RecordedLevel(bool HasLevel, double? Fill, double? Celsius, bool? Tilted)
{
    internal const string Full = "full", Empty = "empty", Fault = "fault";

    private const double MinC = -60, MaxC = 400;

    internal static IReadOnlyList<string> Words { get; } = [Full, Empty, Fault];

    /// <summary>It is a number, but not between empty and full.</summary>
    internal bool IsOutOfRange { get; private init; }

    /// <exception cref="FormatException">It says something that is none of these, or nothing.</exception>
    internal static RecordedLevel Of(RecordedRow row, RecordingMapping.LevelsSection columns)
    {
        var told = OfLevel(row, columns) with { Celsius = CelsiusOf(row, columns), Tilted = TiltedOf(row, columns) };
        return told is { HasLevel: false, Celsius: null, Tilted: null } ? throw new FormatException("it says nothing of the bin") : told;
    }

    private static RecordedLevel OfLevel(RecordedRow row, RecordingMapping.LevelsSection columns)
    {
        var level = new RecordedLevel(true, null, null, null);
        var text = row.Value(columns.Level).Trim();
        if (columns.Words.TryGetValue(text, out var word))
            return level with { Fill = word switch { Full => 1, Empty => 0, _ => null } };
        if (text.Length == 0)
            return level with { HasLevel = false };
        if (!FiniteNumber.TryParse(text, out var number))
            throw new FormatException($"level '{text}' is no number, and levels.words has no such word");
        var depth = columns.Depth is null ? 1 : row.Number(columns.Depth) is > 0 and var cm ? cm
            : throw new FormatException($"depth '{row.Value(columns.Depth)}' is no number above 0");
        var fill = Units.Level[columns.Unit](number, depth);
        return fill is >= 0 and <= 1 ? level with { Fill = fill } : level with { IsOutOfRange = true };
    }

    private static double? CelsiusOf(RecordedRow row, RecordingMapping.LevelsSection columns)
    {
        if (TextOf(row, columns.Temperature, columns) is not { } text)
            return null;
        var celsius = FiniteNumber.TryParse(text, out var number) ? Units.Temperature[columns.TemperatureUnit](number) : double.NaN;
        return celsius is >= MinC and <= MaxC ? celsius : throw new FormatException(
            string.Create(CultureInfo.InvariantCulture, $"temperature '{text}' is no number from {MinC} to {MaxC} °C"));
    }

    private static bool? TiltedOf(RecordedRow row, RecordingMapping.LevelsSection columns) => TextOf(row, columns.Tilted, columns) switch
    {
        null => null,
        "true" or "1" => true,
        "false" or "0" => false,
        var text => throw new FormatException($"tilted '{text}' is neither true nor false"),
    };

    /// <summary>Null where nothing is said, or that the sensor has no value.</summary>
    private static string? TextOf(RecordedRow row, string? column, RecordingMapping.LevelsSection columns) =>
        row.Value(column).Trim() is { Length: > 0 } text && columns.Words.GetValueOrDefault(text) != Fault ? text : null;
}
