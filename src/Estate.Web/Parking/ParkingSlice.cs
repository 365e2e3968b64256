using Estate.Domain.Devices;
using Estate.Domain.Parking;
using Estate.Domain.People;
using Estate.Gateway.Pipeline;
using Estate.Web.Plan;
using Estate.Web.Search;
using Estate.Web.Shared;

namespace Estate.Web.Parking;

internal sealed class ParkingSlice : IWebSlice
{
    public IReadOnlyList<MenuEntry> Menu =>
    [
        new(40, Role.Staff, "/staff/permits", new("车证", "Permits")),
        new(75, Role.Staff, AuditPageEndpoints.Path, new("核对车位", "Bay audit")),
    ];

    public IReadOnlyList<HelpSection> Help =>
        [new("/parking", "residents", 3), new("/staff/permits", "staff", 5), new("/staff/parking", "staff", 8)];

    public Text? Offers => new("停车空位", "parking");

    public void AddTo(IServiceCollection services) => services.AddPart<ParkingBoard>("停车页面", "the parking page")
        .AddSingleton<IMarkSource, BayMarks>().AddSingleton<ISearchSource, PermitSearch>();

    public void MapTo(WebApplication app) => app.MapParkingPages();

    public Text? SignOf(DeviceId device) => device.Kind switch
    {
        SignKind.KindName => new("屏", "S"),
        CounterKind.KindName => new("数", "N"),
        LotKind.KindName => new("停", "P"),
        _ => null,
    };

    public string? PageOf(DeviceId device) =>
        device.Kind is BaySensorKind.KindName or LotKind.KindName or SignKind.KindName or CounterKind.KindName ? "/parking" : null;

    public bool IsPart(DeviceId device) => device.Kind == BaySensorKind.KindName;
}
