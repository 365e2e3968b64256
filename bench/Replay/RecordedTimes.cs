using System.Globalization;
using NodaTime;
using NodaTime.Text;

namespace Estate.Bench.Replay;

/// <summary>A time as recorded: exact, or local without an offset.</summary>
internal readonly record struct ToldTime(Instant? Exact, LocalDateTime? Local);

/// <summary>Reads times in a mapping's formats.</summary>
internal sealed class RecordedTimes(IEnumerable<string> formats)
{
    private const string UnixSeconds = "unix_s", UnixMilliseconds = "unix_ms";

    private readonly IReadOnlyList<Func<string, ToldTime?>> _formats = [.. formats.Select(Reader)];

    /// <summary>Null where none of the formats fits.</summary>
    internal ToldTime? Read(string text)
    {
        foreach (var format in _formats)
            if (format(text) is { } time)
                return time;
        return null;
    }

    /// <summary>What is wrong with a format; null where it can be used.</summary>
    internal static string? Problem(string format)
    {
        try
        {
            Reader(format);
            return null;
        }
        catch (InvalidPatternException mistake)
        {
            return $"'{format}': {mistake.Message}";
        }
    }

    private static Func<string, ToldTime?> Reader(string format) => format switch
    {
        UnixSeconds => text => Unix(text, NodaConstants.TicksPerSecond),
        UnixMilliseconds => text => Unix(text, NodaConstants.TicksPerMillisecond),
        _ when format.Contains("o<", StringComparison.Ordinal) => WithOffset(OffsetDateTimePattern.CreateWithInvariantCulture(format)),
        _ => Local(LocalDateTimePattern.CreateWithInvariantCulture(format)),
    };

    private static Func<string, ToldTime?> WithOffset(OffsetDateTimePattern pattern) => text =>
        pattern.Parse(text) is { Success: true } told ? new ToldTime(told.Value.ToInstant(), null) : null;

    private static Func<string, ToldTime?> Local(LocalDateTimePattern pattern) => text =>
        pattern.Parse(text) is { Success: true } told ? new ToldTime(null, told.Value) : null;

    private static ToldTime? Unix(string text, long ticks) =>
        decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && Math.Abs(number * ticks) < 1e17m
            ? new(Instant.FromUnixTimeTicks((long)(number * ticks)), null) : null;
}
