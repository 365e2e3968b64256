using Estate.Domain.Alerts;
using Estate.Domain.Devices;
using Estate.Domain.Lifts;
using Estate.Domain.People;
using Estate.Web.Shared;

namespace Estate.Web.Lifts;

internal sealed class LiftsSlice : IWebSlice
{
    internal const string Path = "/staff/lifts";
    internal static readonly Text Title = new("电梯", "Lifts");

    public IReadOnlyList<MenuEntry> Menu => [new(72, Role.Staff, Path, Title)];

    public IReadOnlyList<HelpSection> Help => [new("/lifts", "residents", 2), new(Path, "staff", 2)];

    public Text? Offers => new("电梯", "lifts");

    public void MapTo(WebApplication app) => app.MapLifts();

    public Text? SignOf(DeviceId device) => device.Kind == LiftKind.KindName ? new("梯", "L") : null;

    public string? PageOf(DeviceId device) => device.Kind == LiftKind.KindName ? "/lifts" : null;

    public PageLink? StaffPageOf(AlertKey key) => key.Device.Kind != LiftKind.KindName ? null
        : new($"{Path}#{key.Device.Name}", new("电梯状况和保养", "The lift's state and maintenance"));
}
