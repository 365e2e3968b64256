using Estate.Adapters.Storage.People;
using Estate.Domain.Notices;
using Estate.Domain.People;
using Estate.Gateway.People;
using Estate.Gateway.Pipeline.Notify;
using Estate.Web.Shared;

namespace Estate.Web.Notices;

/// <summary>What the committee tells everybody: the list, a page for each, one to print, and notifications for who wants them.</summary>
internal sealed class NoticePageEndpoints(
    PageContext page, NoticeReactor notices, PushTable browsers, PushSubscriptions subscriptions, Notifiers notifiers)
{
    private const string Path = "/notices";
    private const int Shown = 20;

    internal void Map(WebApplication app)
    {
        var everyone = app.MapGroup(Path).Open();
        everyone.MapGet("", (Delegate)ListAsync);
        everyone.MapGet("/{id}", OneAsync);
        app.MapGroup(Path + "/{id}/print").RequirePage(Role.Staff, Role.Committee).MapGet("", PrintAsync);
        app.MapGroup(Path + "/push").Require(Enum.GetValues<Role>())
            .MapPost("", Task<IResult> (HttpContext context) => subscriptions.SaveAsync(context, PushTopic.Notices))
            .Takes(typeof(PushBody));
        app.MapGroup(Path + "/push/end").RequirePage(Enum.GetValues<Role>()).MapPost("", EndPush);
        app.MapGroup("/api/notices").Open().MapGet("", async Task<IResult> (HttpContext context) =>
            Results.Ok(ApiPages.Cut(context, await PublishedAsync()).Select(one => NoticeBody.Of(one.Notice)).ToList())).InPages();
    }

    /// <summary>Those of now first, then those that are over.</summary>
    private async Task<IResult> ListAsync(HttpContext context)
    {
        var now = page.Reads.Clock.Now;
        var all = (await PublishedAsync()).OrderBy(one => one.IsOverAt(now));
        var (shown, part) = ListQuery.Of(context).Cut(all, Shown, one =>
            string.Join(' ', NoticeViews.Both(one.Notice.Title).Concat(NoticeViews.Both(one.Notice.Body))));
        var person = Callers.Find(context)?.Person;
        return await page.ShowAsync<NoticesPage>(
            context, (nameof(NoticesPage.Notices), shown), (nameof(NoticesPage.Part), part), (nameof(NoticesPage.Now), now),
            (nameof(NoticesPage.PushKey), notifiers.PushKey), (nameof(NoticesPage.HasAccount), person is not null),
            (nameof(NoticesPage.Browsers), person is null || notifiers.PushKey is null ? 0 : browsers.CountNotices(person)));
    }

    private async Task<IResult> OneAsync(string id, HttpContext context)
    {
        var now = page.Reads.Clock.Now;
        if (await FindAsync(id) is not { } one || one.Notice.From > now)
            return Results.NotFound();
        var mayPrint = Callers.Find(context)?.Roles.Any(role => role is Role.Staff or Role.Committee) == true;
        return await page.ShowAsync<NoticePage>(
            context, (nameof(NoticePage.One), one), (nameof(NoticePage.Now), now), (nameof(NoticePage.MayPrint), mayPrint));
    }

    private async Task<IResult> PrintAsync(string id, HttpContext context)
    {
        if (await FindAsync(id) is not { IsWithdrawn: false } one)
            return Results.NotFound();
        var link = $"{context.Request.Scheme}://{context.Request.Host}{Path}/{Uri.EscapeDataString(id)}";
        return await page.ShowAsync<NoticePrintPage>(
            context, (nameof(NoticePrintPage.Notice), one.Notice), (nameof(NoticePrintPage.Link), link));
    }

    private IResult EndPush(HttpContext context)
    {
        if (Callers.Of(context).Person is { } person)
            browsers.EndNotices(person);
        return Results.LocalRedirect(Path);
    }

    private Task<NoticeStanding?> FindAsync(string id) => page.Loop.InspectAsync(_ => notices.Find(id));

    /// <summary>Shown now or earlier; what was withdrawn is not.</summary>
    private Task<List<NoticeStanding>> PublishedAsync()
    {
        var now = page.Reads.Clock.Now;
        return page.Loop.InspectAsync(_ => notices.All.Where(one => !one.IsWithdrawn && one.Notice.From <= now).ToList());
    }
}
