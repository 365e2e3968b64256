using Estate.Domain.Alerts;
using Estate.Domain.Charging;
using Estate.Domain.Devices;
using Estate.Domain.People;
using Estate.Web.Shared;

namespace Estate.Web.Charging;

internal sealed class ChargingSlice : IWebSlice
{
    public IReadOnlyList<MenuEntry> Menu => [new(50, Role.Staff, "/staff/chargers", new("充电桩", "Chargers"))];

    public void MapTo(WebApplication app)
    {
        app.MapChargers();
        app.MapMyCharge();
    }

    public string? PageOf(DeviceId device) => device.Kind == ChargerKind.KindName ? "/chargers" : null;

    public string? StaffPageOf(AlertKey key) => key.Device.Kind != ChargerKind.KindName ? null
        : $"/staff/chargers/{key.Device.Name}" + (key.Component.Length > 0 ? "#" + key.Component : "");
}
