using Estate.Domain.Alerts;
using Estate.Domain.Charging;
using Estate.Domain.Devices;
using Estate.Domain.People;
using Estate.Web.News;
using Estate.Web.Plan;
using Estate.Web.Shared;

namespace Estate.Web.Charging;

internal sealed class ChargingSlice : IWebSlice
{
    private const string Path = "/staff/chargers";
    private static readonly Text Title = new("充电桩", "Chargers");

    public IReadOnlyList<MenuEntry> Menu => [new(50, Role.Staff, Path, Title)];

    public IReadOnlyList<HelpSection> Help =>
    [
        new("/chargers", "residents", 4), new("/my/charge", "residents", 4), new(Path, "staff", 7),
    ];

    public PageLink? BesideAlerts => new(Path, Title);

    public Text? Offers => new("充电", "charging");

    public void AddTo(IServiceCollection services) =>
        services.AddSingleton<INewsSource, ChargeNews>().AddSingleton<IMarkSource, ChargerMarks>();

    public void MapTo(WebApplication app)
    {
        app.MapChargerPages();
        app.MapMyCharge();
    }

    public string? PageOf(DeviceId device) => device.Kind == ChargerKind.KindName ? "/chargers" : null;

    public PageLink? StaffPageOf(AlertKey key) => key.Device.Kind != ChargerKind.KindName ? null
        : new($"{Path}/{key.Device.Name}" + (key.Component.Length > 0 ? "#" + key.Component : ""),
            new("功率曲线和插座", "Power curve and sockets"));
}
