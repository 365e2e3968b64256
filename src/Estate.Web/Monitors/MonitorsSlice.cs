using Estate.Domain.Alerts;
using Estate.Domain.Devices;
using Estate.Domain.Monitors;
using Estate.Domain.People;
using Estate.Web.Shared;

namespace Estate.Web.Monitors;

internal sealed class MonitorsSlice : IWebSlice
{
    public IReadOnlyList<MenuEntry> Menu => [new(71, Role.Staff, SensorPageEndpoints.Path, new("水浸、烟感和门", "Water, smoke, doors"))];

    public IReadOnlyList<HelpSection> Help => [new(SensorPageEndpoints.Path, "staff", 2)];

    public void MapTo(WebApplication app) => app.MapSensorPages();

    public Text? SignOf(DeviceId device) => device.Kind == MonitorKind.KindName ? new("探", "M") : null;

    public PageLink? StaffPageOf(AlertKey key) => key.Device.Kind == MonitorKind.KindName
        ? new(SensorPageEndpoints.Path, new("看这一类探头", "All sensors of this kind")) : null;
}
