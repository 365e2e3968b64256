using Estate.Adapters.Storage;
using Estate.Domain.Devices;
using Estate.Domain.People;
using Estate.Gateway;
using Estate.Gateway.Configuration;
using Estate.Gateway.Profiles;
using Estate.Web.Duty;
using Estate.Web.News;
using Estate.Web.Search;
using Estate.Web.Shared;

namespace Estate.Web.Devices;

internal sealed class DevicesSlice : IWebSlice
{
    private const string Path = "/staff/devices";
    private static readonly Text Title = new("设备", "Devices");

    public IReadOnlyList<MenuEntry> Menu =>
        [new(60, Role.Staff, Path, Title), new(140, Role.Engineer, Path, Title), new(150, Role.Administrator, Path, Title)];

    public IReadOnlyList<HelpSection> Help => [new("/devices", "residents", 3), new(Path, "installer", 4)];

    public void AddTo(IServiceCollection services) =>
        services.AddSingleton<IDutySource, BatteryDuty>().AddSingleton<ISearchSource, DeviceSearch>()
            .AddSingleton<DeviceAdministration>().AddSingleton<DeviceHistory>().AddSingleton<DeviceCharts>().AddSingleton<LiveCards>()
            .AddSingleton<INewsSource, FoundNews>()
            .AddSingleton<Adoption>().AddSingleton<FoundPageEndpoints>().AddSingleton<ProfileSaver>()
            .AddSingleton<IProposalTaker, ProfileTaker>().AddSingleton<ProfilePageEndpoints>().AddSingleton<CodecEndpoints>()
            .AddSingleton(all => new CodecInstaller(
                all.GetRequiredService<DataFolder>(),
                new(all.GetRequiredService<DataFolder>(), all.GetRequiredService<PageContext>().Reads.Model.File),
                all.GetRequiredService<PlatformServices>(), all.GetRequiredService<AuditChain>()));

    public void MapTo(WebApplication app)
    {
        app.MapCards();
        app.MapDevicePages();
        app.Services.GetRequiredService<FoundPageEndpoints>().Map(app);
        app.Services.GetRequiredService<ProfilePageEndpoints>().Map(app);
        app.Services.GetRequiredService<CodecEndpoints>().Map(app);
    }
}
