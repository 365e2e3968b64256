using Estate.Domain.Alerts;
using Estate.Domain.Devices;
using Estate.Domain.People;
using Estate.Domain.Sweeper;
using Estate.Web.Shared;

namespace Estate.Web.Sweeper;

internal sealed class SweeperSlice : IWebSlice
{
    public IReadOnlyList<MenuEntry> Menu => [new(74, Role.Staff, SweeperPageEndpoints.Path, new("智能清扫器", "Sweepers"))];

    public IReadOnlyList<HelpSection> Help => [new(SweeperPageEndpoints.Path, "staff", 2)];

    public void MapTo(WebApplication app)
    {
        app.MapSweeperPages();
        app.MapSweeperOrders();
    }

    public Text? SignOf(DeviceId device) => device.Kind == SweeperKind.KindName ? new("扫", "V") : null;

    public PageLink? StaffPageOf(AlertKey key) => key.Device.Kind == SweeperKind.KindName
        ? new(SweeperPageEndpoints.Path, new("停下或继续", "Stop it or let it go on")) : null;
}
