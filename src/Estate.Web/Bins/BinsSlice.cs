using Estate.Domain.Bins;
using Estate.Domain.Devices;
using Estate.Web.Duty;
using Estate.Web.Shared;

namespace Estate.Web.Bins;

internal sealed class BinsSlice : IWebSlice
{
    public IReadOnlyList<HelpSection> Help => [new("/stations", "residents", 1), new("/sorting", "residents", 1)];

    public Text? Offers => new("垃圾投放", "waste");

    public void AddTo(IServiceCollection services) => services.AddSingleton<SortingCharts>().AddSingleton<FillForecasts>()
        .AddSingleton<IDutySource, BinDuty>();

    public void MapTo(WebApplication app)
    {
        app.MapStationPages();
        app.MapSortingPages();
    }

    public Text? SignOf(DeviceId device) => device.Kind == StationKind.KindName ? new("投", "W") : null;

    public string? PageOf(DeviceId device) => device.Kind == StationKind.KindName ? $"/stations/{device.Name}" : null;
}
