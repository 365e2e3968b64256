using Estate.Domain.Devices;
using Estate.Domain.Parking;
using Estate.Gateway.Pipeline;
using Estate.Web.Shared;
using Estate.Web.Shared.Charts;

namespace Estate.Web.Parking;

/// <summary>What residents see of the car park, without a login, and what staff order there.</summary>
internal static class ParkingPageEndpoints
{
    private const int SummaryMaxAge = 5;
    private const int ShownCodes = 6;

    internal static void MapParkingPages(this WebApplication app)
    {
        var everyone = app.MapGroup("").Open();
        everyone.MapGet("/parking", PageAsync);
        everyone.MapGet("/parking/day.csv", (HttpContext context, ParkingBoard board, PageReads reads) => board.Current is { } version
            ? ChartTable.Csv(
                "day.csv", OccupancyCharts.OfDay(version.Usual, reads.Today.DayOfWeek, version.View.All.Total), Language.Of(context))
            : NotHere(board));
        everyone.MapGet("/parking/week.csv", (HttpContext context, ParkingBoard board) => board.Current is { } version
            ? ChartTable.Csv("week.csv", OccupancyCharts.OfWeek(version.Usual, version.View.All.Total), Language.Of(context))
            : NotHere(board));
        everyone.MapGet("/parking/rules", RulesAsync);
        everyone.MapGet("/parking/print", PrintAsync);
        everyone.MapGet("/api/parking/rules", RulesJsonAsync);
        everyone.MapGet("/parking/live", (long? after, HttpContext context, LivePages open, ParkingBoard board, PageRenderer pages) =>
        {
            var (language, current) = (Language.Of(context), board.Current);
            var part = current is null ? default : MapPart.Of(context, current.View);
            // Nearly always the page is of this version. Otherwise it is sent all that it shows.
            return open.ServeAsync(context, stop => board.EventsAsync(
                current?.Number == after ? current : null,
                (seen, version) => version.EventsAfterAsync(seen, language, part, pages), stop));
        });
        everyone.MapGet("/api/parking", (HttpContext context, ParkingBoard board) =>
            WriteAsync(context, board, version => version.Summary, SummaryMaxAge));
        everyone.MapGet("/api/parking/feed", (HttpContext context, ParkingBoard board) =>
            WriteAsync(context, board, version => version.Feed, ParkingDocuments.Ttl));
        app.MapParking();
        app.MapPermitPages();
        app.MapAudit();
        app.MapAuditPages();
    }

    private static async Task<IResult> PageAsync(HttpContext context, ParkingBoard board, PageReads reads, PageRenderer pages)
    {
        if (board.Current is not { } version)
            return NotHere(board);
        var (language, asked) = (Language.Of(context), MapPart.Of(context, version.View));
        var (rows, part) = asked.Cut(version.View);
        var drawn = new List<(MapRow, string)>();
        foreach (var row in rows)
            drawn.Add((row, await row.DrawnAsync(pages, language)));
        return await pages.PageAsync<ParkingPage>(new Dictionary<string, object?>
        {
            [nameof(ParkingPage.Shown)] = drawn,
            [nameof(ParkingPage.Part)] = part,
            [nameof(ParkingPage.Zone)] = asked.Zone,
            [nameof(ParkingPage.Language)] = language,
            [nameof(ParkingPage.Estate)] = language.Pick(reads.Model.Name),
            [nameof(ParkingPage.Version)] = version,
            [nameof(ParkingPage.Usual)] = version.Usual,
            [nameof(ParkingPage.Today)] = reads.Today.DayOfWeek,
        });
    }

    private static async Task<IResult> RulesAsync(
        HttpContext context, ParkingBoard board, EstateLoop loop, PageReads reads, PageRenderer pages)
    {
        if (await StateAsync(board, loop) is not { } state)
            return NotHere(board);
        var (language, now) = (Language.Of(context), reads.Clock.Now);
        return await pages.PageAsync<ParkingRulesPage>(new Dictionary<string, object?>
        {
            [nameof(ParkingRulesPage.Language)] = language,
            [nameof(ParkingRulesPage.Estate)] = language.Pick(reads.Model.Name),
            [nameof(ParkingRulesPage.Rules)] = ParkingTexts.Rules(state.PolicyAt(now), reads.Zone),
            [nameof(ParkingRulesPage.Coming)] = state.Policies.Where(policy => policy.EffectiveFrom > now)
            .Select(policy => ParkingTexts.Rules(policy, reads.Zone)).ToList(),
            [nameof(ParkingRulesPage.Counts)] = state.CountPermits(now),
        });
    }

    private static async Task<IResult> RulesJsonAsync(ParkingBoard board, EstateLoop loop, PageReads reads)
    {
        if (await StateAsync(board, loop) is not { } state)
            return NotHere(board);
        var policy = state.PolicyAt(reads.Clock.Now);
        return Results.Ok(new
        {
            policy.Version,
            policy.CarFees,
            policy.RentedFee,
            policy.VisitorFee,
            policy.MaxCars,
            policy.MaxRentedDays,
            policy.MaxVisitorDays,
            policy.Resolution,
            Permits = state.CountPermits(reads.Clock.Now).ToDictionary(one => WireName.Of(one.Key), one => one.Value),
            Text = ParkingTexts.Rules(policy, reads.Zone),
        });
    }

    private static async Task<IResult> PrintAsync(HttpContext context, ParkingBoard board, PageReads reads, PageRenderer pages)
    {
        if (board.Current is not { } version)
            return NotHere(board);
        var (language, isLarge) = (Language.Of(context), version.View.Rows.Count > MapPart.Size);
        var here = $"{context.Request.Scheme}://{context.Request.Host}/parking";
        var (zones, part) = ListQuery.Of(context).Cut(version.View.Zones, ShownCodes);
        return await pages.PageAsync<ParkingPrintPage>(new Dictionary<string, object?>
        {
            [nameof(ParkingPrintPage.Language)] = language,
            [nameof(ParkingPrintPage.Estate)] = language.Pick(reads.Model.Name),
            [nameof(ParkingPrintPage.Part)] = part,
            [nameof(ParkingPrintPage.Codes)] = zones
                .Select(zone => (zone.Zone, Link: here
                    + (isLarge ? "?zone=" + Uri.EscapeDataString(zone.Zone) : "#" + ParkingFragments.ZoneName(zone.Zone))))
                .Select(zone => (zone.Zone, zone.Link, Svg: QrCode.Svg(zone.Link))).ToList(),
        });
    }

    private static async Task<LotState?> StateAsync(ParkingBoard board, EstateLoop loop) =>
        board.Lot is { } lot ? await loop.InspectAsync(machine => machine.StateOf(lot)) as LotState : null;

    private static async Task WriteAsync(HttpContext context, ParkingBoard board, Func<ParkingVersion, CachedBody> body, int maxAge)
    {
        if (board.Current is { } version)
            await body(version).WriteAsync(context, maxAge);
        else
            await NotHere(board).ExecuteAsync(context);
    }

    private static ApiProblem NotHere(ParkingBoard board) => board.Lot is null
        ? ApiProblem.Of("no_car_park", "本小区没有停车场", "the estate's file has no device of kind lot", StatusCodes.Status404NotFound)
        : ApiProblem.Of(
            "not_yet", "网关刚启动，请稍后再试", "the gateway has just started; again in a moment", StatusCodes.Status503ServiceUnavailable);
}
