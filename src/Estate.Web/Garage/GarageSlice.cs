using Estate.Domain.Alerts;
using Estate.Domain.Devices;
using Estate.Domain.Garage;
using Estate.Domain.People;
using Estate.Gateway.Pipeline;
using Estate.Web.Shared;

namespace Estate.Web.Garage;

internal sealed class GarageSlice : IWebSlice
{
    public IReadOnlyList<MenuEntry> Menu => [new(42, Role.Staff, GarageDeskEndpoints.Path, new("非机动车库", "Bicycle garage"))];

    public IReadOnlyList<HelpSection> Help =>
        [new(GaragePageEndpoints.Path, "residents", 3), new(GarageDeskEndpoints.Path, "staff", 5)];

    public Text? Offers => new("非机动车库空位", "places for bicycles");

    public void AddTo(IServiceCollection services) =>
        services.AddPart<DemonstrationPermits>("演示的车库许可", "the demonstration's permits");

    public void MapTo(WebApplication app)
    {
        app.MapGaragePages();
        app.MapGarageDesk();
        app.MapGaragePermits();
        app.MapGarageOrders();
    }

    public Text? SignOf(DeviceId device) => device.Kind == GarageKind.KindName ? new("车", "G") : null;

    public string? PageOf(DeviceId device) => device.Kind == GarageKind.KindName ? GaragePageEndpoints.Path : null;

    public PageLink? StaffPageOf(AlertKey key) => key.Device.Kind == GarageKind.KindName
        ? new($"{GarageDeskEndpoints.Path}?name={key.Device.Name}", new("到车库页清点", "Count them on the garage's page")) : null;
}
