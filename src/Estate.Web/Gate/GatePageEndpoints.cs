using System.Globalization;
using Estate.Adapters.Storage.Totals;
using Estate.Domain.Devices;
using Estate.Domain.Gate;
using Estate.Domain.Gate.Schedules;
using Estate.Domain.People;
using Estate.Gateway.People;
using Estate.Gateway.Pipeline;
using Estate.Web.Shared;
using Estate.Web.Shared.Charts;

namespace Estate.Web.Gate;

/// <summary>What only gates have: their page, and what anybody may know of their hours.</summary>
internal static class GatePageEndpoints
{
    internal const string Kind = GateKind.KindName;
    private const int ShownClosings = 7;
    private const int KeptClosings = 400;

    /// <summary>Seconds: hours are decided days ahead, and a closing is reported once a night.</summary>
    private const int MaxAge = 60;

    internal static void MapGatePages(this WebApplication app)
    {
        var everyone = app.MapGroup("").Open();
        everyone.MapGet("/gates/{name}", PageAsync).Asks();
        everyone.MapGet("/gates/{name}/hours.csv", HoursCsvAsync);
        everyone.MapGet("/gates/{name}/closings.csv", ClosingsCsvAsync).Asks();
        everyone.MapGet("/api/gates/{name}", StatusAsync);
        everyone.MapGet("/api/gates/{name}/forecast", ForecastAsync).CachedFor(MaxAge);
        everyone.MapGet("/api/gates/{name}/closings", ClosingsAsync).Asks().CachedFor(MaxAge);
        app.MapGroup("/staff/gates").RequirePage(Role.Staff).MapGet("/{name}/passages.csv", PassagesCsv);
        app.MapGates();
    }

    private static IResult PassagesCsv(string name, HttpContext context, TotalsReader totals, PageReads reads) =>
        All(reads).Contains(new DeviceId(Kind, name))
            ? ChartTable.Csv($"passages-{name}.csv", PassageChart.Of(totals, reads, new(Kind, name)), Language.Of(context))
            : TypedResults.NotFound();

    /// <summary>The estate's gates.</summary>
    internal static IEnumerable<DeviceId> All(PageReads reads) =>
        reads.Model.Inventory.Select(one => one.Device).Where(device => device.Kind == Kind);

    internal static async Task<GateState?> StateAsync(EstateLoop loop, string name) =>
        await loop.InspectAsync(machine => machine.StateOf(new DeviceId(Kind, name))) as GateState;

    internal static ApiProblem NotFound(string name) =>
        ApiProblem.Of("no_such_gate", $"没有门 {name}", $"there is no gate '{name}'", StatusCodes.Status404NotFound);

    private static async Task<IResult> PageAsync(string name, HttpContext context, EstateLoop loop, PageRenderer pages, PageReads reads)
    {
        var device = new DeviceId(Kind, name);
        if (await StateAsync(loop, name) is not { } state || await loop.InspectAsync(machine => machine.Card(device)) is not { } card)
            return TypedResults.NotFound();
        var language = Language.Of(context);
        return await pages.PageAsync<GatePage>(new Dictionary<string, object?>
        {
            [nameof(GatePage.Language)] = language,
            [nameof(GatePage.Estate)] = language.Pick(reads.Model.Name),
            [nameof(GatePage.Zone)] = reads.Zone,
            [nameof(GatePage.Card)] = card,
            [nameof(GatePage.Notice)] = GateTexts.Notice(state.Versions.At(reads.Clock.Now), reads.Zone),
            [nameof(GatePage.WalkIn)] = WalkInTexts.Of(state, reads.Clock.Now, reads.Zone, card.IsSilent),
            [nameof(GatePage.Coming)] = GateViews.Coming(state.Versions, reads.Clock.Now, reads.Zone),
            [nameof(GatePage.Days)] = GateViews.Strip(state.Versions, reads.Today, reads.Zone),
            [nameof(GatePage.Closings)] = reads.Reader.FactsOf<ClosingReported>(device, ShownClosings),
            [nameof(GatePage.Passages)] = Callers.Find(context)?.Roles.Contains(Role.Staff) == true
                ? PassageChart.Of(context.RequestServices.GetRequiredService<TotalsReader>(), reads, device) : null,
        });
    }

    private static async Task<IResult> HoursCsvAsync(string name, HttpContext context, EstateLoop loop, PageReads reads)
    {
        var language = Language.Of(context);
        return await StateAsync(loop, name) is { } state
            ? CsvFile.Of(
                $"hours-{name}.csv",
                GateViews.Strip(state.Versions, reads.Today, reads.Zone)
                .Select(day => new HoursRow(GateViews.Iso(day.Date), language.Pick(GateTexts.Closings(day.Closings)))))
            : TypedResults.NotFound();
    }

    private static async Task<IResult> ClosingsCsvAsync(string name, HttpContext context, EstateLoop loop, PageReads reads)
    {
        var language = Language.Of(context);
        return await StateAsync(loop, name) is not null
            ? CsvFile.Of(
                $"closings-{name}.csv",
                reads.Reader.FactsOf<ClosingReported>(new DeviceId(Kind, name), KeptClosings)
                .Select(report => ClosingRow.Of(report, reads, language)))
            : TypedResults.NotFound();
    }

    private static async Task<IResult> StatusAsync(string name, EstateLoop loop, PageReads reads) =>
        await StateAsync(loop, name) is { } state
            ? TypedResults.Ok(GateViews.Of(state, new(reads.Clock.Now, reads.Clock.Uptime, reads.Clock.Trust), reads.Zone))
            : NotFound(name);

    private static async Task<IResult> ForecastAsync(string name, EstateLoop loop, PageReads reads) =>
        await StateAsync(loop, name) is { } state
            ? TypedResults.Ok(GateViews.Strip(state.Versions, reads.Today, reads.Zone).Select(day => new
            {
                Date = day.Date.ToString("uuuu-MM-dd", CultureInfo.InvariantCulture),
                Closed = day.Closings,
                Pieces = day.Pieces.Select(piece => new { piece.From, piece.Until, Access = WireName.Of(piece.Access) }),
            }))
            : NotFound(name);

    private static async Task<IResult> ClosingsAsync(string name, EstateLoop loop, PageReads reads) =>
        await StateAsync(loop, name) is not null
            ? TypedResults.Ok(
                reads.Reader.FactsOf<ClosingReported>(new DeviceId(Kind, name), KeptClosings)
                .Select(report => GateViews.Of(report, reads.Zone)))
            : NotFound(name);
}

internal sealed record HoursRow(string Date, string Hours);
