using Estate.Domain.Devices;
using Estate.Domain.People;
using Estate.Web.Shared;

namespace Estate.Web.Points;

internal sealed class PointsSlice : IWebSlice
{
    public IReadOnlyList<MenuEntry> Menu =>
    [
        new(10, Role.Resident, "/points", new("我的积分", "My points")),
        new(30, Role.Staff, "/staff/points", new("积分前台", "Points desk")),
    ];

    public Text? Offers => new("积分", "points");

    public void AddTo(IServiceCollection services) => services.AddSingleton<PointsDeskPages>().AddSingleton<PolicyPages>();

    public void MapTo(WebApplication app)
    {
        app.MapPoints();
        app.MapMyPoints();
        app.Services.GetRequiredService<PointsDeskPages>().Map(app);
        app.Services.GetRequiredService<PolicyPages>().Map(app);
    }
}
