using Estate.Domain.Devices;
using Estate.Domain.Parking;
using Estate.Web.Plan;
using Estate.Web.Shared;

namespace Estate.Web.Parking;

/// <summary>Bays on the estate's plan: small, for there are many.</summary>
internal sealed class BayMarks(PageContext page, ParkingBoard board) : IMarkSource
{
    private static readonly Text FreeBays = new("个空车位", "free bays");

    public async Task<IEnumerable<PlanMark>> MarksAsync(IReadOnlyList<(DeviceSettings Settings, PlanSpot Spot)> placed)
    {
        var mine = placed.Where(one => one.Settings.Device.Kind == BaySensorKind.KindName).ToList();
        if (mine.Count == 0 || board is not { Lot: { } lot, Current: { } version }
            || await page.Loop.InspectAsync(machine => machine.StateOf(lot)) is not LotState state)
            return [];
        var bays = version.View.Bays.ToDictionary(bay => bay.Bay, bay => bay.Status);
        return from one in mine
               where state.Sensors.ContainsKey(one.Settings.Device)
               let bay = state.BayOf(state.Sensors[one.Settings.Device])
               select Of(one.Settings.Device, one.Spot, bays.GetValueOrDefault(bay, BayStatus.Unknown));
    }

    private static PlanMark Of(DeviceId device, PlanSpot spot, BayStatus status)
    {
        var shown = status switch
        {
            BayStatus.Free => MarkState.Free,
            BayStatus.Occupied or BayStatus.Closed => MarkState.Busy,
            _ => MarkState.Unknown,
        };
        return new(device, spot, shown, ParkingTexts.Of(status))
        {
            IsSmall = true,
            Href = "/parking",
            Offer = new(FreeBays, new(shown == MarkState.Free ? 1 : 0, shown == MarkState.Unknown ? 1 : 0, 1)),
        };
    }
}
