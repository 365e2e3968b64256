using Estate.Domain.Devices;
using Estate.Domain.Notices;
using Estate.Domain.People;
using Estate.Web.Shared;

namespace Estate.Web.Notices;

/// <summary>The committee writes notices, withdraws them and puts them back; on a page, and as an API.</summary>
internal sealed class NoticeDeskEndpoints(PageContext page, NoticeReactor notices)
{
    internal const string Path = "/committee/notices";
    private const int Shown = 20;

    internal void Map(WebApplication app)
    {
        var committee = app.MapGroup(Path).RequirePage(Role.Committee);
        committee.MapGet("", Task<IResult> (HttpContext context) => DeskAsync(context, null, null));
        committee.MapPost("/publish", (Delegate)PublishAsync);
        committee.MapPost("/{id}/withdraw", (string id, HttpContext context) => AtDeskAsync(context, new WithdrawNotice(id), null));
        committee.MapPost("/{id}/restore", (string id, HttpContext context) => AtDeskAsync(context, new RestoreNotice(id), null));
        var api = app.MapGroup("/api/notices").Require(Role.Committee);
        api.MapPost("", Task<IResult> (HttpContext context) =>
            RequestResults.AskAsync(page.Loop, context, NoticeBodies.Default.NewNoticeBody, body =>
                body.ToRequest(page.Reads.Zone, page.Reads.Clock.Now))).Takes(typeof(NewNoticeBody));
        api.MapPost("/{id}/withdraw", (string id, HttpContext context) =>
            RequestResults.AskAsync(page.Loop, context, new WithdrawNotice(id)));
        api.MapPost("/{id}/restore", (string id, HttpContext context) =>
            RequestResults.AskAsync(page.Loop, context, new RestoreNotice(id)));
    }

    private async Task<IResult> DeskAsync(HttpContext context, Text? said, NoticeDraft? draft)
    {
        var now = page.Reads.Clock.Now;
        var (shown, part) = ListQuery.Of(context).Cut(await page.Loop.InspectAsync(_ => notices.All), Shown);
        return await page.ShowAsync<NoticeDeskPage>(
            context, (nameof(NoticeDeskPage.Notices), shown), (nameof(NoticeDeskPage.Part), part), (nameof(NoticeDeskPage.Now), now),
            (nameof(NoticeDeskPage.Draft), draft ?? NoticeDraft.Empty(page.Reads.Zone, now)), (nameof(NoticeDeskPage.Said), said));
    }

    private async Task<IResult> PublishAsync(HttpContext context)
    {
        var draft = NoticeDraft.Of(await RequestResults.FormAsync(context));
        var (notice, mistake) = draft.Read(page.Reads.Zone, page.Reads.Clock.Now);
        return notice is null ? await RequestResults.RefusedAsync(context, mistake, said => DeskAsync(context, said, draft))
            : await AtDeskAsync(context, new PublishNotice(notice), draft);
    }

    /// <param name="draft">Shown again where it is refused.</param>
    private Task<IResult> AtDeskAsync(HttpContext context, IRequest request, NoticeDraft? draft) =>
        RequestResults.AskAtPageAsync(page.Loop, context, request, Path, said => DeskAsync(context, said, draft));
}
