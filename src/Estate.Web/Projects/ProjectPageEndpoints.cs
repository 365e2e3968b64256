using Estate.Domain.Funds;
using Estate.Domain.People;
using Estate.Domain.Projects;
using Estate.Web.Shared;

namespace Estate.Web.Projects;

/// <summary>What the residents' ticks made of their wishes: the list, and each project's life, for everybody.</summary>
internal sealed class ProjectPageEndpoints(PageContext page, ProjectReactor projects, PollReactor polls, FundReactor funds)
{
    private const string Path = "/projects";
    private const int Shown = 20;

    internal void Map(WebApplication app)
    {
        var everyone = app.MapGroup(Path).Open();
        everyone.MapGet("", (Delegate)ListAsync);
        everyone.MapGet("/projects.csv", (Delegate)CsvAsync);
        everyone.MapGet("/{id}", OneAsync);
        app.MapGroup("/api/projects").Open().MapGet("", async Task<IResult> (HttpContext context) =>
            Results.Ok(ApiPages.Cut(context, await page.Loop.InspectAsync(_ => projects.All)).Select(ProjectBody.Of).ToList())).InPages();
    }

    private async Task<IResult> ListAsync(HttpContext context)
    {
        var now = page.Reads.Clock.Now;
        var (all, open) = await page.Loop.InspectAsync(_ => (
            projects.All.OrderBy(ProjectViews.OrderOf).ThenBy(one => one.Promise?.Rank ?? 0).ToList(),
            polls.Polls.Where(one => one is { IsApproved: true, Result: null, Poll.Kind: not PollKind.Question } && one.Poll.IsOpenAt(now))
                .Select(one => one.Poll).ToList()));
        var (shown, part) = ListQuery.Of(context).Cut(all, Shown, one =>
            $"{one.Project.Title.Zh} {one.Project.Title.En} {one.Project.Idea.Zh} {one.Project.Idea.En}");
        return await page.ShowAsync<ProjectsPage>(
            context, (nameof(ProjectsPage.Projects), shown), (nameof(ProjectsPage.Part), part), (nameof(ProjectsPage.Open), open));
    }

    private async Task<IResult> CsvAsync(HttpContext context)
    {
        var language = Language.Of(context);
        var all = await page.Loop.InspectAsync(_ => projects.All);
        return CsvFile.Of("projects.csv", all.OrderBy(ProjectViews.OrderOf).Select(one => ProjectRow.Of(one, language)));
    }

    private async Task<IResult> OneAsync(string id, HttpContext context) =>
        await ViewAsync(id) is { } view
            ? await page.ShowAsync<ProjectPage>(
                context, (nameof(ProjectPage.View), view), (nameof(ProjectPage.Households), page.Reads.Model.Households),
                (nameof(ProjectPage.BuildingOf), (Func<string, string?>)page.Reads.Model.Buildings.Of))
            : Results.NotFound();

    private Task<ProjectView?> ViewAsync(string id) => page.Loop.InspectAsync(_ =>
    {
        if (projects.Find(id) is not { } one)
            return null;
        var about = polls.Polls.Where(poll => poll.IsApproved && poll.Poll.Projects.Contains(id)).ToList();
        var wished = one.Project.Wishes.Select(projects.FindWish).OfType<Wish>().Select(wish => (NodaTime.Instant?)wish.At).Min();
        return new ProjectView(
            one, ProjectLife.Of(one, wished, about, page.Reads.Zone), about,
            [.. funds.Published.SelectMany(table => table.Rows.Where(row => row.Project == id).Select(row => (table.Quarter, row)))]);
    });
}
