using Estate.Domain.Devices;
using Estate.Domain.People;
using Estate.Web.Shared;

namespace Estate.Web.Devices;

internal sealed class DevicesSlice : IWebSlice
{
    private const string Path = "/staff/devices";
    private static readonly Text Title = new("设备", "Devices");

    public IReadOnlyList<MenuEntry> Menu =>
        [new(60, Role.Staff, Path, Title), new(140, Role.Engineer, Path, Title), new(150, Role.Administrator, Path, Title)];

    public void AddTo(IServiceCollection services) =>
        services.AddSingleton<DeviceAdministration>().AddSingleton<DeviceHistory>().AddSingleton<DeviceCharts>().AddSingleton<LiveCards>()
            .AddSingleton<Adoption>().AddSingleton<FoundPageEndpoints>()
            .AddSingleton<ProfilePageEndpoints>();

    public void MapTo(WebApplication app)
    {
        app.MapCards();
        app.MapDevicePages();
        app.Services.GetRequiredService<FoundPageEndpoints>().Map(app);
        app.Services.GetRequiredService<ProfilePageEndpoints>().Map(app);
    }
}
