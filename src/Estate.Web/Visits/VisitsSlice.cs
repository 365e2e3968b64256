using Estate.Web.Committee;
using Estate.Web.News;
using Estate.Web.Shared;

namespace Estate.Web.Visits;

internal sealed class VisitsSlice : IWebSlice
{
    public IReadOnlyList<HelpSection> Help => [new(VisitEndpoints.Path, "residents", 6), new(VisitRosterEndpoints.Path, "committee", 9)];

    public void AddTo(IServiceCollection services) => services
        .AddSingleton<VisitEndpoints>().AddSingleton<VisitRosterEndpoints>().AddSingleton<INewsSource, VisitNews>()
        .AddSingleton<ICommitteeCardSource, VisitCard>();

    public void MapTo(WebApplication app)
    {
        app.Services.GetRequiredService<VisitEndpoints>().Map(app);
        app.Services.GetRequiredService<VisitRosterEndpoints>().Map(app);
    }
}
