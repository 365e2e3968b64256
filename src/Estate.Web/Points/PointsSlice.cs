using Estate.Domain.Devices;
using Estate.Domain.People;
using Estate.Web.News;
using Estate.Web.Search;
using Estate.Web.Shared;

namespace Estate.Web.Points;

internal sealed class PointsSlice : IWebSlice
{
    private static readonly PageLink Desk = new("/staff/points", new("积分前台", "Points desk"));

    public IReadOnlyList<MenuEntry> Menu =>
    [
        new(10, Role.Resident, "/points", new("我的积分", "My points")),
        new(30, Role.Staff, Desk.Href, Desk.Text),
    ];

    public PageLink? BesideAlerts => Desk;

    public IReadOnlyList<HelpSection> Help => [new("/points", "residents", 1), new("/staff/points", "staff", 3)];

    public Text? Offers => new("积分", "points");

    public void AddTo(IServiceCollection services) =>
        services.AddSingleton<PointsDeskEndpoints>().AddSingleton<PolicyPageEndpoints>().AddSingleton<PolicyPreviews>()
            .AddSingleton<INewsSource, PointsNews>().AddSingleton<ISearchSource, HouseholdSearch>()
            .AddSingleton<IProposalTaker, PolicyTaker>();

    public void MapTo(WebApplication app)
    {
        app.MapPoints();
        app.MapPointsPages();
        app.Services.GetRequiredService<PointsDeskEndpoints>().Map(app);
        app.Services.GetRequiredService<PolicyPageEndpoints>().Map(app);
    }
}
