using Estate.Domain.Devices;
using Estate.Domain.People;
using Estate.Domain.Visits;
using Estate.Gateway.People;
using Estate.Web.Shared;
using NodaTime;

namespace Estate.Web.Visits;

/// <summary>
/// The log of visits: who made one sees it, and the one who keeps the log; nobody else, whatever the role. Persons only, no programs.
/// </summary>
internal sealed class VisitEndpoints(PageContext page, VisitReactor visits)
{
    internal const string Path = "/visits";
    private const int Shown = 20;

    internal void Map(WebApplication app)
    {
        var anybody = app.MapGroup(Path).RequirePage(Enum.GetValues<Role>());
        anybody.MapGet("", Task<IResult> (HttpContext context) => ShowAsync(context, null));
        anybody.MapPost("", (Delegate)NoteAsync);
    }

    private async Task<IResult> ShowAsync(HttpContext context, Text? said)
    {
        var name = NameOf(context);
        var (mine, roster) = await page.Loop.InspectAsync(_ => (visits.VisibleTo(name), visits.Roster));
        var (shown, part) = ListQuery.Of(context).Cut(mine, Shown, one => one.Household);
        return await page.ShowAsync<VisitsPage>(
            context, (nameof(VisitsPage.Visits), shown), (nameof(VisitsPage.Part), part),
            (nameof(VisitsPage.MayNote), roster?.MayNote(name) == true), (nameof(VisitsPage.IsKeeper), roster?.IsKeeper(name) == true),
            (nameof(VisitsPage.Noted), context.Request.Query["noted"].ToString() == "1"), (nameof(VisitsPage.Said), said));
    }

    private async Task<IResult> NoteAsync(HttpContext context)
    {
        var form = new FormFields(await RequestResults.FormAsync(context), page.Reads.Zone);
        LocalDate? next = form.Plain("next").Length == 0 ? null : form.Day("next", new("下次日期", "the next visit"));
        var note = new NoteVisit(
            form.Plain("household"), form.Kind<VisitPurpose>("purpose", new("走访目的", "what the visit was for")),
            ConsentIn(form), form.Plain("words"), form.Day("on", new("走访日期", "the day of the visit")), next);
        if (form.Mistake is { } mistake)
            return await RequestResults.RefusedAsync(context, mistake, why => ShowAsync(context, why));
        var answer = await page.Loop.AskAsync(note, NameOf(context));
        return answer.Reason is null ? Results.LocalRedirect(Path + "?noted=1")
            : await RequestResults.RefusedAsync(context, answer.Text, why => ShowAsync(context, why));
    }

    /// <summary>Nothing said is no consent.</summary>
    private static VisitConsent ConsentIn(FormFields form) => form.Plain("consent").Length == 0 ? VisitConsent.None
        : form.Kind<VisitConsent>("consent", new("住户怎样同意的", "how the household agreed"));

    /// <summary>Of a person: a program that is called the same is none.</summary>
    private static string NameOf(HttpContext context) => Callers.Of(context) is { Person: not null } who ? who.Name : "";
}
