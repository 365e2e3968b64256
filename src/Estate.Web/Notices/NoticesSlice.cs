using Estate.Web.News;
using Estate.Web.Search;
using Estate.Web.Shared;

namespace Estate.Web.Notices;

internal sealed class NoticesSlice : IWebSlice
{
    public IReadOnlyList<HelpSection> Help => [new("/notices", "residents", 5), new("/committee/notices", "committee", 6)];

    public PageLink? BesideAlerts => new("/notices", NoticeViews.Heading);

    public void AddTo(IServiceCollection services) => services
        .AddSingleton<NoticePageEndpoints>().AddSingleton<NoticeDeskEndpoints>().AddSingleton<INewsSource, NoticeNews>()
        .AddSingleton<ISearchSource, NoticeSearch>().AddSingleton<IProposalTaker, NoticeProposal>();

    public void MapTo(WebApplication app)
    {
        app.Services.GetRequiredService<NoticePageEndpoints>().Map(app);
        app.Services.GetRequiredService<NoticeDeskEndpoints>().Map(app);
    }
}
