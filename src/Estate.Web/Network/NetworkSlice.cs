using Estate.Domain.Alerts;
using Estate.Domain.Devices;
using Estate.Domain.Network;
using Estate.Domain.People;
using Estate.Web.Shared;

namespace Estate.Web.Network;

internal sealed class NetworkSlice : IWebSlice
{
    internal const string Path = "/staff/network";
    internal static readonly Text Title = new("网络设备", "Wi-Fi and network");

    public IReadOnlyList<MenuEntry> Menu => [new(76, Role.Staff, Path, Title)];

    public IReadOnlyList<HelpSection> Help => [new(Path, "staff", 2)];

    public void MapTo(WebApplication app) => app.MapNetwork();

    public Text? SignOf(DeviceId device) => device.Kind == NetworkKind.KindName ? new("网", "N") : null;

    public PageLink? StaffPageOf(AlertKey key) => key.Device.Kind == NetworkKind.KindName
        ? new(Path, new("看网络设备和它后面有什么", "The network's boxes, and what is behind them")) : null;

    /// <summary>Nothing for residents to look at.</summary>
    public bool IsPart(DeviceId device) => device.Kind == NetworkKind.KindName;
}
