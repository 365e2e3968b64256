using System.Text.Json.Serialization;
using NodaTime;
using NodaTime.Text;

namespace Estate.Domain.Points;

/// <summary>
/// A disposal window of a day in the estate's zone: start included, end excluded, never over midnight. An end of 00:00 is
/// the end of the day.
/// </summary>
[JsonConverter(typeof(DisposalWindowConverter))]
public readonly record struct DisposalWindow(LocalTime Start, LocalTime EndExclusive)
{
    private const int MinutesADay = 24 * 60;

    /// <summary>Each is written once: every tap asks for some.</summary>
    private static readonly string?[] Ids = new string?[MinutesADay];

    /// <summary>Part of an award's identity, so it must not change with the window's end.</summary>
    public string Id =>
        Ids[(Start.Hour * 60) + Start.Minute] ??= Start.ToString("HH:mm", System.Globalization.CultureInfo.InvariantCulture);

    public bool Contains(LocalTime time) => time >= Start && (time < EndExclusive || EndExclusive == LocalTime.Midnight);

    public override string ToString() => $"{Id}–{End}";

    /// <summary><c>07:00-09:00</c>; 24:00 is the end of the day.</summary>
    /// <exception cref="FormatException">Not such a text, or over midnight.</exception>
    public static DisposalWindow Parse(string text)
    {
        var parts = text.Split('-', '–');
        if (parts.Length == 2 && Clock.Parse(parts[0].Trim()) is { Success: true } start)
        {
            var end = parts[1].Trim() == "24:00" ? LocalTime.Midnight : Clock.Parse(parts[1].Trim()) is { Success: true } parsed
                ? parsed.Value : start.Value;
            if (end == LocalTime.Midnight || end > start.Value)
                return new(start.Value, end);
        }
        throw new FormatException($"'{text}' is not HH:mm-HH:mm within one day");
    }

    internal string Wire => $"{Id}-{End}";

    private string End => EndExclusive == LocalTime.Midnight ? "24:00" : Clock.Format(EndExclusive);

    private static LocalTimePattern Clock => LocalTimePattern.CreateWithInvariantCulture("HH:mm");
}
