using Estate.Adapters.Storage;
using Estate.Domain.Alerts;
using Estate.Domain.Devices;
using Estate.Domain.People;
using Estate.Web.News;
using Estate.Web.Shared;

namespace Estate.Web.Alerts;

/// <summary>
/// What staff see and do about alerts: the live list, each one's story, the hand-over. Works without JavaScript but for the life.
/// </summary>
internal sealed class AlertPageEndpoints(PageContext page, AlertBoard board, AlertReader alerts, FrontPageNews news)
{
    private const int ShownClosed = 100;
    private const int ShownOpen = 100;
    private const int StoryLength = 400;
    private const int Exported = 10_000;
    private static readonly Type[] Steps = [
        typeof(AlertRaised), typeof(AlertAcknowledged), typeof(AlertEscalated), typeof(AlertCleared), typeof(AlertClosed)];

    internal void Map(WebApplication app)
    {
        var staff = app.MapGroup("/staff").RequirePage(Role.Staff);
        staff.MapGet("/alerts", (HttpContext context, int? closed) => ListAsync(context, IsClosed(closed), null));
        staff.MapGet("/alerts/alerts.csv", (HttpContext context, int? closed) => Csv(context, IsClosed(closed)));
        staff.MapGet("/alerts/{id}", (HttpContext context, string id) => OneAsync(context, id, null));
        staff.MapPost("/alerts/{id}/acknowledge", async (HttpContext context, string id) =>
            await DoAsync(context, new AcknowledgeAlert(id, await RequestResults.FieldAsync(context, "note")), said =>
                ListAsync(context, false, said), "/staff/alerts"));
        staff.MapPost("/alerts/{id}/reset", async (HttpContext context, string id) =>
            await DoAsync(context, new ResetAlert(id, await RequestResults.FieldAsync(context, "reason") ?? ""), said =>
                OneAsync(context, id, said), "/staff/alerts/" + id));
        staff.MapGet("/handover", Task<IResult> (HttpContext context) => HandoverAsync(context, null));
        staff.MapGet("/handover/handovers.csv", () =>
            CsvFile.Of(
                "handovers.csv",
                page.Reads.Reader.FactsOf<ShiftHandedOver>(AlertReactor.JournalId, Exported)
                .Select(one => HandoverRow.Of(one, page.Reads))));
        staff.MapPost("/handover", async Task<IResult> (HttpContext context) =>
            await DoAsync(
                context,
                new HandOverShift(await RequestResults.FieldAsync(context, "to") ?? "", await RequestResults.FieldAsync(context, "note")),
                said => HandoverAsync(context, said), "/staff/handover"));
        app.MapGroup("/staff/alerts/live").Require(Role.Staff).MapGet("", (HttpContext context, LivePages open, AlertBoard board) =>
        {
            var (language, query) = (Language.Of(context), ListQuery.Of(context));
            return open.ServeAsync(context, stop => board.EventsAsync(null, (_, version) => version.EventAsync(query, language), stop));
        });
    }

    private async Task<IResult> ListAsync(HttpContext context, bool isClosed, Text? said)
    {
        var (language, query, version) = (Language.Of(context), ListQuery.Of(context), isClosed ? null : board.Current);
        var list = version is null ? null : await version.HtmlAsync(query, language);
        var fresh = isClosed ? null : await news.OfAsync(context);
        return await PageAsync<AlertsPage>(context, said, parameters =>
        {
            parameters[nameof(AlertsPage.Who)] = RequestResults.NameOf(context);
            parameters[nameof(AlertsPage.News)] = fresh;
            parameters[nameof(AlertsPage.List)] = list;
            parameters[nameof(AlertsPage.Part)] = version?.Cut(query).Part;
            parameters[nameof(AlertsPage.Closed)] = isClosed ? alerts.Closed(ShownClosed) : null;
            parameters[nameof(AlertsPage.Zone)] = page.Reads.Zone;
        });
    }

    private static bool IsClosed(int? asked) => asked is null or 0 or 1 ? asked is 1
        : throw BadQueryException.Of("closed", "1 是已结束的报警，不填是未结束的", "1 is for closed alerts; left out it is the open ones");

    private IResult Csv(HttpContext context, bool isClosed)
    {
        var language = Language.Of(context);
        var rows = isClosed ? alerts.Closed(Exported) : board.Current?.Open ?? [];
        return CsvFile.Of("alerts.csv", rows.Select(one => AlertRow.Of(one, page.Reads, language)));
    }

    private async Task<IResult> OneAsync(HttpContext context, string id, Text? said)
    {
        if (alerts.Find(id) is not { } alert)
            return Results.NotFound();
        var told = alerts.DeliveriesOf(id)
            .Select(row => (At: NodaTime.Instant.FromUnixTimeMilliseconds(row.At), Words: AlertViews.Delivered(row)));
        var story = page.Reads.Reader.FactsOf(alert.Key.Device, StoryLength, Steps).Where(fact => fact.CorrelationId == id)
            .Select(fact => (fact.Time.At, Words: fact.Describe(page.Reads.Zone)));
        return await PageAsync<AlertPage>(context, said, parameters =>
        {
            parameters[nameof(AlertPage.Alert)] = alert;
            parameters[nameof(AlertPage.Story)] = story.Concat(told).OrderBy(line => line.At).ToList();
            parameters[nameof(AlertPage.Zone)] = page.Reads.Zone;
            parameters[nameof(AlertPage.Shifts)] = page.Reads.Model.Alerts.Policy.Shifts;
        });
    }

    private Task<IResult> HandoverAsync(HttpContext context, Text? said) => PageAsync<HandoverPage>(context, said, parameters =>
    {
        var (open, part) = ListQuery.Of(context).Cut(board.Current?.Open ?? [], ShownOpen);
        parameters[nameof(HandoverPage.Who)] = RequestResults.NameOf(context);
        parameters[nameof(HandoverPage.Open)] = open;
        parameters[nameof(HandoverPage.Part)] = part;
        parameters[nameof(HandoverPage.Silences)] = board.Current?.Silences ?? [];
        parameters[nameof(HandoverPage.Earlier)] = page.Reads.Reader.FactsOf<ShiftHandedOver>(AlertReactor.JournalId, 30);
        parameters[nameof(HandoverPage.Zone)] = page.Reads.Zone;
        parameters[nameof(HandoverPage.Now)] = page.Reads.Clock.Now;
        parameters[nameof(HandoverPage.Shift)] = page.Reads.Model.Alerts.Policy.Shifts.At(page.Reads.Clock.Now, page.Reads.Zone);
    });

    private Task<IResult> DoAsync(HttpContext context, IRequest request, Func<Text, Task<IResult>> refused, string next) =>
        RequestResults.AskAtPageAsync(page.Loop, context, request, next, refused);

    private Task<IResult> PageAsync<TPage>(HttpContext context, Text? said, Action<Dictionary<string, object?>> more)
        where TPage : Microsoft.AspNetCore.Components.IComponent
    {
        var language = Language.Of(context);
        var parameters = new Dictionary<string, object?>
        {
            [nameof(AlertsPage.Language)] = language,
            [nameof(AlertsPage.Estate)] = language.Pick(page.Reads.Model.Name),
            [nameof(AlertsPage.Said)] = said,
        };
        more(parameters);
        return page.Pages.PageAsync<TPage>(parameters);
    }
}

internal sealed record HandoverRow(string At, string From, string To, int OpenAlerts, string Note)
{
    internal static HandoverRow Of(ShiftHandedOver one, PageReads reads) =>
        new(TimeText.Minute(one.Time.At, reads.Zone), one.By, one.To, one.Open.Length, one.Note ?? "");
}
