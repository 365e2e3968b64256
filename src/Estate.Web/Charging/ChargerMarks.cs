using System.Globalization;
using Estate.Domain.Charging;
using Estate.Domain.Devices;
using Estate.Web.Plan;
using Estate.Web.Shared;

namespace Estate.Web.Charging;

/// <summary>Chargers on the estate's plan: how many sockets are free, and what a kilowatt hour costs.</summary>
internal sealed class ChargerMarks(PageContext page) : IMarkSource
{
    public async Task<IEnumerable<PlanMark>> MarksAsync(IReadOnlyList<(DeviceSettings Settings, PlanSpot Spot)> placed)
    {
        var mine = placed.Where(one => one.Settings.Device.Kind == ChargerPageEndpoints.Kind).ToList();
        if (mine.Count == 0)
            return [];
        var chargers = (await ChargerPageEndpoints.AllAsync(page.Loop, page.Reads)).ToDictionary(one => one.Device);
        var (zone, now) = (page.Reads.Zone, page.Reads.Clock.Now);
        return from one in mine
               where chargers.ContainsKey(one.Settings.Device)
               select Of(chargers[one.Settings.Device], Tariff.Of(one.Settings, zone)?.Describe(now), one.Spot);
    }

    private static PlanMark Of(ChargerView charger, Text? price, PlanSpot spot)
    {
        var free = charger.Free;
        return new(
            charger.Device, spot, free.IsUnknown ? MarkState.Unknown : free.Number > 0 ? MarkState.Free : MarkState.Busy,
            free.IsUnknown ? new("没有信号", "silent") : new($"空闲插座 {free.Number} 个", $"{free.Number} free sockets"))
        {
            Sign = Text.Same(free.IsUnknown ? DoubtfulCount.Unknown : free.Number.ToString(CultureInfo.InvariantCulture)),
            Offer = new(ChargersPage.FreeSockets, free, price),
            Href = "/chargers",
        };
    }
}
