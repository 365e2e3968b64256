using System.Collections.Immutable;
using NodaTime;

namespace Estate.Domain.Gate.Schedules;

/// <summary>A line of the weekly table, for the days on which it begins: <c>23:00-05:00</c> or <c>mon-thu,sun 23:00-05:00</c>.</summary>
public sealed record WeeklyLine(ImmutableArray<IsoDayOfWeek> Days, DayLine Line)
{
    private static readonly string[] Words = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

    public static readonly ImmutableArray<IsoDayOfWeek> EveryDay =
        [.. Enumerable.Range((int)IsoDayOfWeek.Monday, 7).Select(day => (IsoDayOfWeek)day)];

    public override string ToString() => Days.Length == 7 ? Line.ToString() : $"{string.Join(',', Days.Select(WordOf))} {Line}";

    /// <exception cref="FormatException">Not such a line; says what was expected.</exception>
    public static WeeklyLine Parse(string text)
    {
        var trimmed = text.Trim().ToLowerInvariant();
        var space = trimmed.IndexOf(' ', StringComparison.Ordinal);
        var first = space < 0 ? trimmed : trimmed[..space];
        return first.Length > 0 && char.IsAsciiLetter(first[0])
            ? new(ParseDays(first, text), DayLine.Parse(space < 0 ? "" : trimmed[space..]))
            : new(EveryDay, DayLine.Parse(trimmed));
    }

    /// <summary>All lines of a text that separates them by semicolons.</summary>
    /// <exception cref="FormatException">One of them is wrong.</exception>
    public static ImmutableArray<WeeklyLine> ParseAll(string text) =>
        [.. text.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(Parse)];

    /// <summary>As it is written, such as mon.</summary>
    public static string WordOf(IsoDayOfWeek day) => Words[(int)day - 1];

    private static ImmutableArray<IsoDayOfWeek> ParseDays(string days, string text)
    {
        var found = new SortedSet<IsoDayOfWeek>();
        foreach (var part in days.Split(','))
        {
            var ends = part.Split('-');
            var (first, last) = (Array.IndexOf(Words, ends[0]), Array.IndexOf(Words, ends[^1]));
            if (ends.Length > 2 || first < 0 || last < 0)
                throw new FormatException($"'{text}': '{part}' is not a day such as fri or mon-thu ({string.Join(' ', Words)})");
            for (var day = first; ; day = (day + 1) % 7)
            {
                found.Add((IsoDayOfWeek)(day + 1));
                if (day == last)
                    break;
            }
        }
        return [.. found];
    }
}
