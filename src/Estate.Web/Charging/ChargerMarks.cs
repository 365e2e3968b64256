using System.Globalization;
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
        return from one in mine
               where chargers.ContainsKey(one.Settings.Device)
               select Of(chargers[one.Settings.Device], one.Settings, one.Spot);
    }

    private static PlanMark Of(ChargerView charger, DeviceSettings settings, PlanSpot spot)
    {
        var free = charger.Free;
        return new(
            charger.Device, spot, free.IsUnknown ? MarkState.Unknown : free.Number > 0 ? MarkState.Free : MarkState.Busy,
            free.IsUnknown ? new("没有信号", "silent") : new($"空闲插座 {free.Number} 个", $"{free.Number} free sockets"))
        {
            Sign = Text.Same(free.IsUnknown ? DoubtfulCount.Unknown : free.Number.ToString(CultureInfo.InvariantCulture)),
            Offer = new(ChargersPage.FreeSockets, free, PriceOf(settings)),
            Href = "/chargers",
        };
    }

    /// <summary>As the inventory has it; the state was made from the same lines.</summary>
    private static Text? PriceOf(DeviceSettings settings)
    {
        if (!FiniteNumber.TryParseDecimal(settings.Values.GetValueOrDefault("energy_fen_per_kwh"), out var energy))
            return null;
        var service = FiniteNumber.TryParseDecimal(settings.Values.GetValueOrDefault("service_fen_per_kwh"), out var fen) ? fen : 0;
        var yuan = ((energy + service) / 100).ToString("0.00##", CultureInfo.InvariantCulture);
        return new($"每度 {yuan} 元，含服务费", $"{yuan} yuan per kWh, service included");
    }
}
