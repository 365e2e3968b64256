using Estate.Domain.Projects;
using Estate.Gateway.People;
using Estate.Web.Search;
using Estate.Web.Shared;

namespace Estate.Web.Projects;

/// <summary>For everybody: projects by their names and ideas.</summary>
internal sealed class ProjectSearch(PageContext page, ProjectReactor projects) : ISearchSource
{
    public async Task<IReadOnlyList<SearchHit>> FindAsync(Caller? who, SearchWords words) =>
        [.. (await page.Loop.InspectAsync(_ => projects.All)).Select(one => one.Project)
            .Where(one => words.AreIn($"{one.Title.Zh} {one.Title.En} {one.Idea.Zh} {one.Idea.En}"))
            .Select(one => new SearchHit(ProjectViews.Heading, one.Title, "/projects/" + one.Id))];
}
