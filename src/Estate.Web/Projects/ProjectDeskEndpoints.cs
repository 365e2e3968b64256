using Estate.Domain.Devices;
using Estate.Domain.People;
using Estate.Domain.Projects;
using Estate.Web.Shared;

namespace Estate.Web.Projects;

/// <summary>The committee's desk: wishes become projects, projects a list for the households.</summary>
internal sealed class ProjectDeskEndpoints(PageContext page, ProjectReactor projects)
{
    internal const string Path = "/committee/projects";
    private const int Shown = 20;

    internal void Map(WebApplication app)
    {
        var committee = app.MapGroup(Path).RequirePage(Role.Committee);
        committee.MapGet("", Task<IResult> (HttpContext context) => ShowAsync(context, null));
        committee.MapPost("/add", Task<IResult> (HttpContext context) => AskAsync(context, form => new AddProject(ProjectIn(form, ""))));
        committee.MapPost("/list", Task<IResult> (HttpContext context) => AskAsync(context, form => new AskForList(
            form.Both("title"), form.Chosen("project"), form.Whole("most", new("每户最多选几个", "how many a household may tick")),
            VotingIn(form))));
        committee.MapPost("/wishes/{id}/aside", (string id, HttpContext context) => AskAsync(context, form =>
            new SetWishAside(id, form.Plain("reason"))));
    }

    internal static Project ProjectIn(FormFields form, string id) => new(
        id, form.Both("title"), form.Both("idea"), form.Day("due", new("完成日期", "the day by which it is done")), form.Chosen("wish"));

    internal static Voting VotingIn(FormFields form) => new(
        form.Moment("opens"), form.Moment("closes"),
        form.Whole("quorum", new("最低参与户数", "the number of households that must take part")));

    private async Task<IResult> ShowAsync(HttpContext context, Text? said)
    {
        var (wishes, all) = await page.Loop.InspectAsync(_ => (projects.Wishes.Where(wish => wish.IsOpen).ToList(), projects.All));
        var (shown, part) = ListQuery.Of(context).Cut(all.OrderBy(ProjectViews.OrderOf), Shown);
        var (waiting, wishPart) = ListQuery.Of(context, "wishes").Cut(wishes, Shown);
        return await page.ShowAsync<ProjectDeskPage>(
            context, (nameof(ProjectDeskPage.Wishes), waiting), (nameof(ProjectDeskPage.WishPart), wishPart),
            (nameof(ProjectDeskPage.Projects), shown), (nameof(ProjectDeskPage.Part), part),
            (nameof(ProjectDeskPage.Candidates), all.Where(one => one.State == ProjectState.Candidate).Reverse().ToList()),
            (nameof(ProjectDeskPage.Households), page.Reads.Model.Households), (nameof(ProjectDeskPage.Said), said));
    }

    private async Task<IResult> AskAsync(HttpContext context, Func<FormFields, IRequest> read)
    {
        var form = new FormFields(await RequestResults.FormAsync(context), page.Reads.Zone);
        var request = read(form);
        return form.Mistake is { } mistake
            ? await RequestResults.RefusedAsync(context, mistake, said => ShowAsync(context, said))
            : await RequestResults.AskAtPageAsync(page.Loop, context, request, Path, said => ShowAsync(context, said));
    }
}
