using Estate.Domain.Alerts;
using Estate.Domain.CallButtons;
using Estate.Domain.Devices;
using Estate.Domain.People;
using Estate.Web.Shared;

namespace Estate.Web.CallButtons;

internal sealed class CallButtonsSlice : IWebSlice
{
    internal const string Path = "/staff/calls";
    internal static readonly Text Title = new("求助和叫车", "Help and taxis");

    public IReadOnlyList<MenuEntry> Menu => [new(73, Role.Staff, Path, Title)];

    public IReadOnlyList<HelpSection> Help => [new(Path, "staff", 2)];

    public PageLink? BesideAlerts => new(Path, Title);

    public void MapTo(WebApplication app)
    {
        app.MapCallPages();
        app.MapCallButtons();
    }

    public Text? SignOf(DeviceId device) => device.Kind == CallButtonKind.KindName ? new("呼", "B") : null;

    public PageLink? StaffPageOf(AlertKey key) => key.Device.Kind != CallButtonKind.KindName ? null
        : new($"{Path}#{key.Device.Name}", new("谁在求助、家属电话", "Who calls, and the family's number"));
}
