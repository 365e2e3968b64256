using Estate.Adapters.Storage.Totals;
using Estate.Domain.Charging;
using Estate.Domain.Devices;
using Estate.Web.Shared;
using Estate.Web.Shared.Charts;

namespace Estate.Web.Charging;

/// <summary>What was charged on each of the last four weeks' days, of one charger or of all.</summary>
internal static class EnergyChart
{
    private const int Days = 28;
    private const double WhInAKWh = 1_000;

    internal static Chart Of(TotalsReader totals, PageReads reads, DeviceId? charger = null)
    {
        var (first, today, note) = (reads.Today.PlusDays(1 - Days), reads.Today, TotalsNote.Of(totals));
        var byDay = totals.ByDay(ChargingFact.SliceName, first, today, charger).Where(one => one.What == SessionEnded.Charged)
            .GroupBy(one => one.Day).ToDictionary(day => day.Key, day => new Total(
                day.Sum(one => one.Total.Count), day.Sum(one => one.Total.Amount)));
        // Nothing is known of days before the first that is.
        var known = byDay.Count == 0 ? today.PlusDays(1) : byDay.Keys.Min();
        var all = Enumerable.Range(0, Days).Select(index => first.PlusDays(index))
            .Select(day => day < known ? (Total?)null : byDay.GetValueOrDefault(day)).ToList();
        return new(
            "energy", new("每天充电量", "Energy charged a day"), new("日期", "Day"), TimeSlots.Days(first, today, today),
            [
                new(new("充电量", "Energy"), Text.Same("kWh"), [.. all.Select(one => one?.Amount / WhInAKWh)]) { Decimals = 1 },
                new(new("次数", "Sessions"), Text.Same(""), [.. all.Select(one => (double?)one?.Count)]) { IsDrawn = false },
            ])
        {
            Form = ChartForm.Bars,
            Nothing = new("还没有人充过电", "Nobody has charged yet"),
            Note = note,
        };
    }
}
