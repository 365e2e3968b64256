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
        if (mine.Count == 0 || board.Lot is not { } lot
            || await page.Loop.InspectAsync(machine => machine.StateOf(lot)) is not LotState state)
            return [];
        var bays = state.Bays().ToDictionary(bay => bay.Bay, bay => bay.Status);
        return from one in mine
               where state.Sensors.ContainsKey(one.Settings.Device)
               let status = bays.GetValueOrDefault(state.Sensors[one.Settings.Device].Bay, BayStatus.Unknown)
               select Of(one.Settings.Device, one.Spot, status);
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
