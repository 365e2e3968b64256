using Estate.Domain.Devices;
using Estate.Domain.People;
using Estate.Domain.Projects;
using Estate.Web.Shared;

namespace Estate.Web.Projects;

/// <summary>One project at the committee's desk: its meetings, how it is done, that it is done, what the households say.</summary>
internal sealed class ProjectDecisionEndpoints(PageContext page, ProjectReactor projects)
{
    internal void Map(WebApplication app)
    {
        var one = app.MapGroup(ProjectDeskEndpoints.Path + "/{id}").RequirePage(Role.Committee);
        one.MapGet("", (string id, HttpContext context) => ShowAsync(context, id, null));
        one.MapPost("/revise", (string id, HttpContext context) => AskAsync(context, id, form =>
            new ReviseProject(ProjectDeskEndpoints.ProjectIn(form, id))));
        one.MapPost("/drop", (string id, HttpContext context) => AskAsync(context, id, form => new DropProject(id, form.Plain("reason"))));
        one.MapPost("/meeting", (string id, HttpContext context) => AskAsync(context, id, form => new HoldMeeting(id, MeetingIn(form))));
        one.MapPost("/finish", (string id, HttpContext context) => AskAsync(context, id, form =>
            new FinishProject(id, form.Both("outcome"))));
        one.MapPost("/variants", (string id, HttpContext context) => AskAsync(context, id, form => new AskForVariants(
            id, form.Both("question"), form.Lines("variants"), form.Whole("most", new("每户最多选几个", "how many a household may tick")),
            ProjectDeskEndpoints.VotingIn(form))));
        one.MapPost("/satisfaction", (string id, HttpContext context) => AskAsync(context, id, form => new AskForSatisfaction(
            id, form.Whole("share", new("满意的比例", "the satisfied share")), ProjectDeskEndpoints.VotingIn(form))));
    }

    private static Meeting MeetingIn(FormFields form) => new(
        form.Kind<MeetingKind>("kind", new("哪种会", "which meeting")), form.Day("on", new("日期", "the day")), form.Both("minutes"),
        form.Whole("attendance", new("参加人数", "the number of people")), form.Plain("resolution"));

    private async Task<IResult> ShowAsync(HttpContext context, string id, Text? said)
    {
        var (one, wishes) = await page.Loop.InspectAsync(_ => (
            projects.Find(id), projects.Wishes.Where(wish => wish.IsOpen || wish.Project == id).ToList()));
        return one is null ? Results.NotFound() : await page.ShowAsync<ProjectDecisionPage>(
            context, (nameof(ProjectDecisionPage.One), one), (nameof(ProjectDecisionPage.Wishes), wishes.Take(50).ToList()),
            (nameof(ProjectDecisionPage.Households), page.Reads.Model.Households), (nameof(ProjectDecisionPage.Said), said));
    }

    private async Task<IResult> AskAsync(HttpContext context, string id, Func<FormFields, IRequest> read)
    {
        var form = new FormFields(await RequestResults.FormAsync(context), page.Reads.Zone);
        var (request, next) = (read(form), ProjectDeskEndpoints.Path + "/" + Uri.EscapeDataString(id));
        return form.Mistake is { } mistake
            ? await RequestResults.RefusedAsync(context, mistake, said => ShowAsync(context, id, said))
            : await RequestResults.AskAtPageAsync(page.Loop, context, request, next, said => ShowAsync(context, id, said));
    }
}
