using Estate.Web.Committee;
using Estate.Web.News;
using Estate.Web.Search;
using Estate.Web.Shared;

namespace Estate.Web.Projects;

internal sealed class ProjectsSlice : IWebSlice
{
    public IReadOnlyList<HelpSection> Help =>
    [
        new("/projects", "residents", 5), new("/wishes", "residents", 5), new(ProjectDeskEndpoints.Path, "committee", 7),
    ];

    public void AddTo(IServiceCollection services) => services
        .AddSingleton<ProjectPageEndpoints>().AddSingleton<WishEndpoints>().AddSingleton<ProjectDeskEndpoints>()
        .AddSingleton<ProjectDecisionEndpoints>().AddSingleton<INewsSource, ProjectNews>().AddSingleton<ISearchSource, ProjectSearch>()
        .AddSingleton<ICommitteeCardSource, ProjectCard>();

    public void MapTo(WebApplication app)
    {
        app.Services.GetRequiredService<ProjectPageEndpoints>().Map(app);
        app.Services.GetRequiredService<WishEndpoints>().Map(app);
        app.Services.GetRequiredService<ProjectDeskEndpoints>().Map(app);
        app.Services.GetRequiredService<ProjectDecisionEndpoints>().Map(app);
    }
}
