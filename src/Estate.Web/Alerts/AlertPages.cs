using Estate.Adapters.Storage;
using Estate.Domain.Alerts;
using Estate.Domain.Devices;
using Estate.Domain.People;
using Estate.Gateway.Pipeline;
using Estate.Web.Shared;

namespace Estate.Web.Alerts;

/// <summary>What staff see and do about alerts: the live list, each one's story, the hand-over. Works without JavaScript but for the life.</summary>
internal static class AlertPages
{
    private const int ShownClosed = 100;
    private const int StoryLength = 400;
    private const int Exported = 10_000;
    private static readonly Type[] Steps = [typeof(AlertRaised), typeof(AlertAcknowledged), typeof(AlertEscalated), typeof(AlertCleared), typeof(AlertClosed)];

    internal static void MapAlerts(this WebApplication app)
    {
        var staff = app.MapGroup("/staff").RequirePage(Role.Staff);
        staff.MapGet("/alerts", (HttpContext context, AlertSources sources, int? closed) => ListAsync(context, sources, closed is 1, null));
        staff.MapGet("/alerts/alerts.csv", (HttpContext context, AlertSources sources, int? closed) => Csv(context, sources, closed is 1));
        staff.MapGet("/alerts/{id}", (HttpContext context, AlertSources sources, string id) => OneAsync(context, sources, id, null));
        staff.MapPost("/alerts/{id}/acknowledge", async (HttpContext context, AlertSources sources, string id) =>
            await DoAsync(context, sources, new AcknowledgeAlert(id, await OperatorDesk.FieldAsync(context, "note")), said => ListAsync(context, sources, false, said), "/staff/alerts"));
        staff.MapPost("/alerts/{id}/reset", async (HttpContext context, AlertSources sources, string id) =>
            await DoAsync(context, sources, new ResetAlert(id, await OperatorDesk.FieldAsync(context, "reason") ?? ""), said => OneAsync(context, sources, id, said), "/staff/alerts/" + id));
        staff.MapGet("/handover", (HttpContext context, AlertSources sources) => HandoverAsync(context, sources, null));
        staff.MapGet("/handover/handovers.csv", (AlertSources sources) => CsvFile.Of("handovers.csv", sources.Reads.Reader.FactsOf<ShiftHandedOver>(AlertDesk.DeskId, Exported).Select(one => HandoverRow.Of(one, sources.Reads))));
        staff.MapPost("/handover", async (HttpContext context, AlertSources sources) =>
            await DoAsync(context, sources, new HandOverShift(await OperatorDesk.FieldAsync(context, "to") ?? "", await OperatorDesk.FieldAsync(context, "note")), said => HandoverAsync(context, sources, said), "/staff/handover"));
        app.MapGroup("/staff/alerts/live").Require(Role.Staff).MapGet("", (HttpContext context, LivePages open, AlertBoard board) =>
        {
            var language = Language.Of(context);
            return open.ServeAsync(context, stop => board.EventsAsync(null, (_, version) => version.Event(language), stop));
        });
        app.MapAlertDesk();
    }

    private static Task<IResult> ListAsync(HttpContext context, AlertSources sources, bool isClosed, Text? said)
    {
        var (language, reads) = (Language.Of(context), sources.Reads);
        return PageAsync<AlertsPage>(context, sources, said, parameters =>
        {
            parameters[nameof(AlertsPage.Who)] = OperatorDesk.NameOf(context);
            parameters[nameof(AlertsPage.List)] = isClosed ? null : sources.Board.Current?.Html(language);
            parameters[nameof(AlertsPage.Closed)] = isClosed ? sources.Alerts.Closed(ShownClosed) : null;
            parameters[nameof(AlertsPage.Zone)] = reads.Zone;
        });
    }

    private static IResult Csv(HttpContext context, AlertSources sources, bool isClosed)
    {
        var language = Language.Of(context);
        var alerts = isClosed ? sources.Alerts.Closed(Exported) : sources.Board.Current?.Open ?? [];
        return CsvFile.Of("alerts.csv", alerts.Select(one => AlertRow.Of(one, sources.Reads, language)));
    }

    private static async Task<IResult> OneAsync(HttpContext context, AlertSources sources, string id, Text? said)
    {
        if (sources.Alerts.Find(id) is not { } alert)
            return Results.NotFound();
        var told = sources.Alerts.DeliveriesOf(id).Select(row => (At: NodaTime.Instant.FromUnixTimeMilliseconds(row.At), Words: AlertViews.Delivered(row)));
        var story = sources.Reads.Reader.FactsOf(alert.Key.Device, StoryLength, Steps).Where(fact => fact.Thread == id).Select(fact => (fact.Time.At, Words: fact.Tell(sources.Reads.Zone)));
        return await PageAsync<AlertPage>(context, sources, said, parameters =>
        {
            parameters[nameof(AlertPage.Alert)] = alert;
            parameters[nameof(AlertPage.Story)] = story.Concat(told).OrderBy(line => line.At).ToList();
            parameters[nameof(AlertPage.Zone)] = sources.Reads.Zone;
        });
    }

    private static Task<IResult> HandoverAsync(HttpContext context, AlertSources sources, Text? said) => PageAsync<HandoverPage>(context, sources, said, parameters =>
    {
        parameters[nameof(HandoverPage.Who)] = OperatorDesk.NameOf(context);
        parameters[nameof(HandoverPage.Open)] = sources.Board.Current?.Open ?? [];
        parameters[nameof(HandoverPage.Earlier)] = sources.Reads.Reader.FactsOf<ShiftHandedOver>(AlertDesk.DeskId, 30);
        parameters[nameof(HandoverPage.Zone)] = sources.Reads.Zone;
        parameters[nameof(HandoverPage.Now)] = sources.Reads.Clock.Now;
    });

    private static Task<IResult> DoAsync(HttpContext context, AlertSources sources, IRequest request, Func<Text, Task<IResult>> refused, string next) =>
        OperatorDesk.AskAtPageAsync(sources.Loop, context, request, next, refused);

    private static Task<IResult> PageAsync<TPage>(HttpContext context, AlertSources sources, Text? said, Action<Dictionary<string, object?>> more)
        where TPage : Microsoft.AspNetCore.Components.IComponent
    {
        var language = Language.Of(context);
        var parameters = new Dictionary<string, object?>
        {
            [nameof(AlertsPage.Language)] = language,
            [nameof(AlertsPage.Estate)] = language.Pick(sources.Reads.Model.Name),
            [nameof(AlertsPage.Said)] = said,
        };
        more(parameters);
        return sources.Pages.PageAsync<TPage>(parameters);
    }
}

/// <summary>Where the alerts' pages have what they show from.</summary>
internal sealed record AlertSources(AlertBoard Board, AlertReader Alerts, EstateLoop Loop, PageReads Reads, PageRenderer Pages);

internal sealed record AlertRow(string Id, string Since, string Severity, string State, string Alert, string Where, string Value, string TakenBy, string Note, string ClosedBy)
{
    internal static AlertRow Of(Alert one, PageReads reads, Language language) => new(
        one.Id, one.Since.Read(reads.Zone), language.Pick(AlertViews.Of(one.Severity)), language.Pick(AlertViews.Of(one.State)), language.Pick(one.Title), language.Pick(AlertViews.Where(one.Key)),
        one.Value is { } value ? language.Pick(value) : "", one.AcknowledgedBy ?? "", one.Note ?? "", one.ClosedBy ?? "");
}

internal sealed record HandoverRow(string At, string From, string To, int OpenAlerts, string Note)
{
    internal static HandoverRow Of(ShiftHandedOver one, PageReads reads) => new(Words.Minute(one.Time.At, reads.Zone), one.By, one.To, one.Open.Length, one.Note ?? "");
}
