using Estate.Domain.Devices;
using NodaTime;
using NodaTime.Text;

namespace Estate.Domain.Patrol;

/// <summary>When a round is walked each day, by the clocks on the wall; one that ends before it starts ends the next day.</summary>
internal readonly record struct RoundHours(LocalTime Start, LocalTime End)
{
    internal string Name => $"{Pattern.Format(Start)}-{Pattern.Format(End)}";

    private static readonly LocalTimePattern Pattern = LocalTimePattern.CreateWithInvariantCulture("HH:mm");

    /// <exception cref="FormatException">Not two times, or no time between them.</exception>
    internal static RoundHours Parse(DeviceId patrol, string text)
    {
        var parts = text.Split('-', StringSplitOptions.TrimEntries);
        return parts.Length == 2 && Pattern.Parse(parts[0]) is { Success: true } start && Pattern.Parse(parts[1]) is { Success: true } end
            && start.Value != end.Value
            ? new(start.Value, end.Value)
            : throw new FormatException($"{patrol}: rounds has '{text}', expected hours such as 22:00-23:00");
    }

    internal const int MinutesOfDay = 24 * 60;

    /// <summary>Since the beginning of a day that began <paramref name="offset"/> minutes later.</summary>
    internal (int From, int To) Minutes(int offset)
    {
        var (from, to) = ((Start.Hour * 60) + Start.Minute, (End.Hour * 60) + End.Minute);
        return (offset + from, offset + (to > from ? to : to + MinutesOfDay));
    }

    internal Round On(LocalDate date, DateTimeZone zone) => new(
        Name,
        date.At(Start).InZoneLeniently(zone).ToInstant(),
        (End > Start ? date : date.PlusDays(1)).At(End).InZoneLeniently(zone).ToInstant());
}
