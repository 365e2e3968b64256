using Estate.Domain.People;
using Estate.Domain.Projects;
using Estate.Gateway.People;
using Estate.Web.News;
using Estate.Web.Shared;
using NodaTime;

namespace Estate.Web.Projects;

/// <summary>What was promised and done since somebody was here; for the committee also wishes that wait.</summary>
internal sealed class ProjectNews(PageContext page, ProjectReactor projects) : INewsSource
{
    public async Task<IReadOnlyList<NewsLine>> FindAsync(Caller? who, Instant since)
    {
        var (all, wishes) = await page.Loop.InspectAsync(_ => (projects.All, projects.Wishes.Count(wish => wish.IsOpen)));
        var lines = all.Where(one => one.Promise?.At > since).GroupBy(one => one.Promise!.Poll)
            .Select(list => new NewsLine(
                new($"居民打钩定下 {list.Count()} 个项目", $"{list.Count()} projects are promised after the households' ticks"), "/projects",
                list.Max(one => one.Promise!.At)))
            .Concat(all.Where(one => one.Ending?.At > since).Select(one => new NewsLine(
                new($"项目完成：{one.Project.Title.Zh}", $"Done: {one.Project.Title.En}"), "/projects/" + one.Project.Id, one.Ending!.At)))
            .ToList();
        if (wishes > 0 && who?.Roles.Contains(Role.Committee) == true)
            lines.Add(new(new($"{wishes} 个心愿等答复", $"{wishes} wishes wait for an answer"), ProjectDeskEndpoints.Path));
        return lines;
    }
}
