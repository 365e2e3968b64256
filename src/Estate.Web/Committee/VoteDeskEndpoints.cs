using Estate.Domain.Devices;
using Estate.Domain.People;
using Estate.Web.Shared;

namespace Estate.Web.Committee;

/// <summary>
/// Votes on paper, typed in at the desk: counted as any other, and once. Under the name of who typed them; what a household chose is
/// nobody's to see afterwards.
/// </summary>
internal sealed class VoteDeskEndpoints(PageContext page, PollReactor polls)
{
    internal const string Path = "/staff/votes";

    private const int Shown = 5;

    internal static PageLink Link { get; } = new(Path, new("登记纸票", "Votes on paper"));

    internal void Map(WebApplication app)
    {
        var desk = app.MapGroup(Path).RequirePage(Role.Staff, Role.Committee);
        desk.MapGet("", Task<IResult> (HttpContext context) => ShowAsync(context, null));
        desk.MapPost("/{id}/tick", TickAsync);
        desk.MapPost("/{id}/undo", UndoAsync);
    }

    private async Task<IResult> ShowAsync(HttpContext context, Text? said)
    {
        var now = page.Reads.Clock.Now;
        var open = await page.Loop.InspectAsync(_ => polls.Polls.Where(one =>
            one is { IsApproved: true, Result: null } && one.Poll.IsOpenAt(now)).ToList());
        var (shown, part) = ListQuery.Of(context).Cut(open, Shown);
        return await page.ShowAsync<VoteDeskPage>(
            context, (nameof(VoteDeskPage.Polls), shown), (nameof(VoteDeskPage.Part), part),
            (nameof(VoteDeskPage.Households), page.Reads.Model.Households),
            (nameof(VoteDeskPage.Counted), context.Request.Query["counted"].ToString() == "1"), (nameof(VoteDeskPage.Said), said));
    }

    private async Task<IResult> TickAsync(string id, HttpContext context)
    {
        var form = await RequestResults.FormAsync(context);
        return await AskAsync(context, TickForm.Read(form, id, HouseholdIn(form), TickPoll.Desk));
    }

    private async Task<IResult> UndoAsync(string id, HttpContext context)
    {
        var form = await RequestResults.FormAsync(context);
        return await AskAsync(context, new UndoTick(id, HouseholdIn(form)) { IsAtDesk = true });
    }

    private Task<IResult> AskAsync(HttpContext context, IRequest request) => RequestResults.AskAtPageAsync(
        page.Loop, context, request, Path + "?counted=1", said => ShowAsync(context, said));

    private static string HouseholdIn(IFormCollection form) => form["household"].ToString().Trim();
}
