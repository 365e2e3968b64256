using System.Globalization;
using Estate.Domain.Devices;
using NodaTime;

namespace Estate.Domain.Charging;

/// <summary>
/// Fen for energy and for the service, separately as 价费分离 asks; both per kilowatt hour. In its periods energy has another price.
/// </summary>
public sealed record Tariff(double EnergyFenPerKwh, double ServiceFenPerKwh)
{
    internal const string Energy = "energy_fen_per_kwh", Service = "service_fen_per_kwh", Hours = "energy_periods";

    /// <summary>100 yuan for a kilowatt hour.</summary>
    private const double MaxFen = 10_000;

    /// <summary>Within two days every price of the day comes.</summary>
    private static readonly Duration Ahead = Duration.FromDays(2);

    public IReadOnlyList<TariffPeriod> Periods { get; init; } = [];

    /// <summary>Whose clocks the periods go by.</summary>
    public DateTimeZone Zone { get; init; } = DateTimeZone.Utc;

    /// <summary>A charger's, from its lines of the inventory; null where it has no price.</summary>
    /// <exception cref="FormatException">A price that cannot be.</exception>
    public static Tariff? Of(DeviceSettings settings, DateTimeZone zone)
    {
        var periods = settings.Values.TryGetValue(Hours, out var text) ? TariffPeriod.Read(settings.Device, Hours, text, MaxFen) : [];
        if (periods.Count > 0 && !settings.Values.ContainsKey(Energy))
            throw new FormatException($"{settings.Device}: {Hours} needs {Energy}, too: the price at all other hours");
        return settings.Values.ContainsKey(Energy) || settings.Values.ContainsKey(Service)
            ? new(settings.Number(Energy, 0, 0, MaxFen), settings.Number(Service, 0, 0, MaxFen)) { Periods = periods, Zone = zone } : null;
    }

    /// <summary>What somebody pays in the end for a kilowatt hour now, until when, and then.</summary>
    public Text Describe(Instant now)
    {
        var price = Yuan(EnergyAt(now));
        var said = ServiceFenPerKwh > 0
            ? new Text($"每度 {price} 元，含服务费", $"{price} yuan per kWh, service included")
            : new($"每度 {price} 元", $"{price} yuan per kWh");
        var changes = Changes(now, now + Ahead).Where(at => Math.Abs(EnergyAt(at) - EnergyAt(now)) > 0);
        if (changes.Cast<Instant?>().FirstOrDefault() is not { } change)
            return said;
        var (until, then) = (change.InZone(Zone).ToString("HH:mm", CultureInfo.InvariantCulture), Yuan(EnergyAt(change)));
        return new($"{said.Zh}，到 {until} 为止，之后 {then} 元", $"{said.En}, until {until}, then {then} yuan");
    }

    private string Yuan(double energy) => ((energy + ServiceFenPerKwh) / 100).ToString("0.00##", CultureInfo.InvariantCulture);

    /// <summary>Fen for the energy of a kilowatt hour at that moment.</summary>
    public double EnergyAt(Instant at)
    {
        if (Periods.Count == 0)
            return EnergyFenPerKwh;
        var time = at.InZone(Zone).TimeOfDay;
        foreach (var period in Periods)
            if (period.Has(time))
                return period.EnergyFenPerKwh;
        return EnergyFenPerKwh;
    }

    /// <summary>
    /// When periods begin and end between both, in order. An hour that clocks show twice comes twice; where they are put forward or back,
    /// a period may begin or end, too.
    /// </summary>
    private IEnumerable<Instant> Changes(Instant after, Instant before)
    {
        var today = after.InZone(Zone).Date;
        var times = Periods.SelectMany(period => new[] { period.From, period.To }).ToList();
        return Enumerable.Range(0, Period.DaysBetween(today, before.InZone(Zone).Date) + 1)
            .SelectMany(day => times.Select(time => Zone.MapLocal(today.PlusDays(day).At(time))))
            .SelectMany(there => there.Count == 0 ? [] : new[] { there.First().ToInstant(), there.Last().ToInstant() })
            .Concat(Zone.GetZoneIntervals(after, before).Where(one => one.HasStart).Select(one => one.Start))
            .Where(at => at > after && at < before).Distinct().Order();
    }

    /// <summary>
    /// Energy measured over a stretch of time, by its price: in equal shares for equal times, since nobody measured between its ends.
    /// </summary>
    internal IEnumerable<PricedEnergy> Split(Instant from, Instant to, double wh)
    {
        if (Periods.Count == 0 || to <= from)
            return [new(EnergyAt(to), wh)];
        Instant[] ends = [.. Changes(from, to), to];
        return ends.Select((end, index) => (From: index == 0 ? from : ends[index - 1], To: end))
            .Select(part => new PricedEnergy(EnergyAt(part.From), wh * ((part.To - part.From) / (to - from))));
    }

    /// <summary>Whole fen, each line rounded separately, halves away from zero.</summary>
    /// <param name="parts">
    /// What was metered, by price; null of a session from before there were periods. Where the board's own account is another, each part
    /// has its share of it.
    /// </param>
    internal Charge For(double energyWh, Instant at, IReadOnlyList<PricedEnergy>? parts)
    {
        var metered = parts?.Sum(part => part.Wh) ?? 0;
        if (Periods.Count == 0 || !(metered > 0))
            return new(Fen(energyWh, EnergyAt(at)), Fen(energyWh, ServiceFenPerKwh));
        var shares = parts!.Select(part => part with { Wh = Math.Round(part.Wh * energyWh / metered, 3) }).ToList();
        var exact = shares.Sum(part => (decimal)part.Wh / 1000 * (decimal)part.FenPerKwh);
        return new((long)Math.Round(exact, MidpointRounding.AwayFromZero), Fen(energyWh, ServiceFenPerKwh)) { Parts = shares };
    }

    private static long Fen(double energyWh, double perKwh) =>
        (long)Math.Round((decimal)energyWh / 1000 * (decimal)perKwh, MidpointRounding.AwayFromZero);
}
