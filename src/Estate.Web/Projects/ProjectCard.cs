using Estate.Domain.Projects;
using Estate.Web.Committee;
using Estate.Web.Shared;

namespace Estate.Web.Projects;

/// <summary>Wishes and projects, on the committee's first page.</summary>
internal sealed class ProjectCard(PageContext page, ProjectReactor projects) : ICommitteeCardSource
{
    public async Task<CommitteeCard> FindAsync()
    {
        var (wishes, promised) = await page.Loop.InspectAsync(_ => (
            projects.Wishes.Count(wish => wish.IsOpen), projects.All.Count(one => one.State == ProjectState.Committed)));
        return new(ProjectDeskEndpoints.Path, ProjectViews.Heading, wishes + promised == 0
            ? new("还没有心愿和承诺。居民的心愿在这里列成项目", "No wish and no promise. Here residents' wishes become projects")
            : new($"{wishes} 个心愿等答复，{promised} 个项目已承诺", $"{wishes} wishes wait for an answer, {promised} projects are promised"));
    }
}
