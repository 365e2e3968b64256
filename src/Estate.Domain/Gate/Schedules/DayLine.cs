using System.Globalization;
using NodaTime;

namespace Estate.Domain.Gate.Schedules;

/// <summary>
/// A stretch of time that begins on a day: minutes of that day's wall clock, <paramref name="From"/> included,
/// <paramref name="Until"/> excluded. Over midnight <paramref name="Until"/> goes beyond 1440, so that 23:00–05:00 is one line.
/// </summary>
public readonly record struct DayLine(int From, int Until, GateValue Value = GateValue.Closed)
{
    public const int MinutesPerDay = 1440;

    private const string OpenWord = "open";

    public bool Contains(int minute) => minute >= From && minute < Until;

    public bool Overlaps(DayLine other) => From < other.Until && other.From < Until;

    public DayLine Shift(int days) => new(From + (days * MinutesPerDay), Until + (days * MinutesPerDay), Value);

    /// <summary>As written: <c>23:00-05:00</c>, or <c>10:00-12:00 open</c>.</summary>
    public override string ToString() => Hours('-') + (Value == GateValue.Open ? " " + OpenWord : "");

    /// <summary>The times alone, such as 23:00–05:00.</summary>
    public string Hours(char dash = '–') => $"{Clock(From)}{dash}{(Until == MinutesPerDay ? "24:00" : Clock(Until))}";

    /// <exception cref="FormatException">Not such a line, or an empty one; in words for the person who wrote it.</exception>
    public static DayLine Parse(string text)
    {
        var words = text.Trim().Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var times = words.Length is 1 or 2 ? words[0].Split('-', '–') : [];
        if (times.Length != 2 || !TryMinute(times[0], out var from) || !TryMinute(times[1], out var until)
            || (words.Length == 2 && words[1] is not (OpenWord or "closed")) || from == MinutesPerDay)
            throw new FormatException($"'{text}' is not a time such as 23:00-05:00");
        if (from == until)
            throw new FormatException($"'{text}' is empty: it ends when it begins; a whole day is 00:00-24:00");
        return new(from, until > from ? until : until + MinutesPerDay, words is [_, OpenWord] ? GateValue.Open : GateValue.Closed);
    }

    private static bool TryMinute(string text, out int minute)
    {
        minute = 0;
        var parts = text.Split(':');
        if (parts.Length != 2 || parts[1].Length != 2
            || !int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var hours)
            || !int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var minutes) || minutes > 59 || hours > 24
                || (hours == 24 && minutes > 0))
            return false;
        minute = (hours * 60) + minutes;
        return true;
    }

    private static string Clock(int minute) =>
        LocalTime.FromMinutesSinceMidnight(minute % MinutesPerDay).ToString("HH:mm", CultureInfo.InvariantCulture);
}
