using Estate.Domain.Devices;
using NodaTime;
using NodaTime.Text;

namespace Estate.Domain.Charging;

/// <summary>
/// Hours of each day, by the clocks on the wall, in which energy has a price of its own (time of use, 分时电价); one that ends before it
/// begins ends the next day.
/// </summary>
public readonly record struct TariffPeriod(LocalTime From, LocalTime To, double EnergyFenPerKwh)
{
    private const int Most = 12;

    private static readonly LocalTimePattern Clock = LocalTimePattern.CreateWithInvariantCulture("HH:mm");

    public bool Has(LocalTime time) => From < To ? time >= From && time < To : time >= From || time < To;

    /// <param name="text"><c>23:00-07:00 30.7, 18:00-21:00 82</c>: hours and fen for a kilowatt hour.</param>
    /// <exception cref="FormatException">No such hours or price, too many, or two at the same time.</exception>
    internal static IReadOnlyList<TariffPeriod> Read(DeviceId device, string setting, string text, double maxFen)
    {
        var periods = text.Split(',', StringSplitOptions.TrimEntries).Select(one => Parse(device, setting, one, maxFen)).ToList();
        if (periods.Count > Most)
            throw new FormatException($"{device}: {setting} has {periods.Count} periods, at most {Most} are possible");
        for (var i = 0; i < periods.Count; i++)
            for (var j = i + 1; j < periods.Count; j++)
                if (periods[i].Has(periods[j].From) || periods[j].Has(periods[i].From))
                    throw new FormatException($"{device}: {setting}: {periods[i].Hours} and {periods[j].Hours} are at the same time");
        return periods;
    }

    private string Hours => $"{Clock.Format(From)}-{Clock.Format(To)}";

    private static TariffPeriod Parse(DeviceId device, string setting, string text, double maxFen) =>
        text.Split(' ', StringSplitOptions.RemoveEmptyEntries) is [var hours, var price] && hours.Split('-') is [var from, var to]
        && Clock.Parse(from) is { Success: true } start && Clock.Parse(to) is { Success: true } end && start.Value != end.Value
        && FiniteNumber.TryParseDecimal(price, out var fen) && fen >= 0 && fen <= maxFen
            ? new(start.Value, end.Value, fen)
            : throw new FormatException(FormattableString.Invariant(
                $"{device}: {setting} has '{text}', expected hours and 0 to {maxFen} fen such as '23:00-07:00 30.7', several with commas"));
}
