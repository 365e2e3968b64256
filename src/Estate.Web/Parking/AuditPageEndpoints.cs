using System.Globalization;
using Estate.Domain.Devices;
using Estate.Domain.Parking;
using Estate.Domain.People;
using Estate.Web.Shared;

namespace Estate.Web.Parking;

/// <summary>The guard's walk along the bays with a phone, and what all walks found.</summary>
internal static class AuditPageEndpoints
{
    internal const string Path = "/staff/parking/audit", Results = Path + "/results";
    private const int Shown = 20, ShownSensors = 50, ShownWalks = 20;

    internal static void MapAuditPages(this WebApplication app)
    {
        var staff = app.MapGroup(Path).RequirePage(Role.Staff);
        staff.MapGet("", (HttpContext context, PageContext page, ParkingBoard board) => WalkAsync(context, page, board, null, null));
        staff.MapPost("/tick", TickAsync);
        staff.MapPost("/undo", UndoAsync);
        staff.MapPost("/end", (HttpContext context, PageContext page, ParkingBoard board) => RequestResults.AskAtPageAsync(
            page.Loop, context, new EndBayAudit(ParkingEndpoints.Lot(board)), Results, why => WalkAsync(context, page, board, null, why)));
        staff.MapGet("/results", ResultsAsync);
        staff.MapGet("/sensors.csv", (ParkingBoard board, PageReads reads) => CsvFile.Of(
            "sensors.csv", AuditView.Tally(reads, ParkingEndpoints.Lot(board)).Sensors
                .Select(one => SensorScoreRow.Of(one.Bay, one.Sensor, one.Score))));
    }

    private static async Task<IResult> TickAsync(HttpContext context, PageContext page, ParkingBoard board)
    {
        var form = await RequestResults.FormAsync(context);
        var (bay, seen) = (form["bay"].ToString(), form["seen"].ToString());
        // A form of ours sends one of four.
        return seen is not ("car" or "free" or "came" or "left")
            ? await RequestResults.RefusedAsync(
                context, new("请选有车或空", "choose taken or free"), why => WalkAsync(context, page, board, bay, why))
            : await AskAsync(
                context, page, board, bay,
                new AuditBay(ParkingEndpoints.Lot(board), bay, seen is "car" or "came", seen is "came" or "left"));
    }

    private static async Task<IResult> UndoAsync(HttpContext context, PageContext page, ParkingBoard board)
    {
        var form = await RequestResults.FormAsync(context);
        var bay = form["bay"].ToString();
        return await AskAsync(
            context, page, board, bay, new UndoAuditedBay(ParkingEndpoints.Lot(board), bay, form["what"].ToString() == "change"));
    }

    /// <summary>Back to where the bay stands, so that the next one is below the thumb.</summary>
    private static async Task<IResult> AskAsync(
        HttpContext context, PageContext page, ParkingBoard board, string bay, IDeviceRequest request)
    {
        var (view, search) = (await ViewAsync(page, board), await RequestResults.FieldAsync(context, "q") ?? "");
        var index = view.Bays.Select(one => one.Bay).ToList().IndexOf(bay);
        var back = new ListPart(search, 1, Shown, view.Bays.Count)
            .To(Path, search.Length > 0 ? 1 : PageOf(index), "page", OnlyPage(search));
        return await RequestResults.AskAtPageAsync(
            page.Loop, context, request, back + string.Create(CultureInfo.InvariantCulture, $"#bay-{index}"),
            why => WalkAsync(context, page, board, bay, why));
    }

    /// <summary>Without a search the address says the page also where it is the first: it is the one somebody works on.</summary>
    private static IEnumerable<(string Name, string Value)> OnlyPage(string search) => search.Length > 0 ? [] : [("at", "1")];

    private static int PageOf(int? index) => (Math.Max(index ?? 0, 0) / Shown) + 1;

    private static Task<AuditView> ViewAsync(PageContext page, ParkingBoard board) =>
        AuditView.OfAsync(page.Loop, ParkingEndpoints.Lot(board), page.Reads.Clock.Now);

    /// <param name="bay">The one somebody has just pressed at; null: where the walk goes on.</param>
    private static async Task<IResult> WalkAsync(HttpContext context, PageContext page, ParkingBoard board, string? bay, Text? problem)
    {
        var (view, query) = (await ViewAsync(page, board), ListQuery.Of(context));
        var places = view.Bays.Select((one, index) => (Bay: one, Index: index)).ToList();
        if (bay is not null)
            query = new("", PageOf(places.FindIndex(one => one.Bay.Bay == bay)));
        else if (query.Search.Length == 0 && !context.Request.Query.ContainsKey("page") && !context.Request.Query.ContainsKey("at"))
            query = query with { Page = PageOf(view.Next) };
        var (shown, part) = query.Cut(places, Shown, one => one.Bay.Bay);
        return await page.ShowAsync<AuditPage>(
            context, (nameof(AuditPage.View), view), (nameof(AuditPage.Shown), shown), (nameof(AuditPage.Part), part),
            (nameof(AuditPage.Problem), problem));
    }

    private static async Task<IResult> ResultsAsync(HttpContext context, PageContext page, ParkingBoard board)
    {
        var tally = AuditView.Tally(page.Reads, ParkingEndpoints.Lot(board));
        var (shown, part) = ListQuery.Of(context).Cut(tally.Sensors, ShownSensors, one => one.Bay);
        return await page.ShowAsync<AuditResultsPage>(
            context, (nameof(AuditResultsPage.All), tally.All), (nameof(AuditResultsPage.Walks), tally.Walks.Take(ShownWalks).ToList()),
            (nameof(AuditResultsPage.Sensors), shown), (nameof(AuditResultsPage.Part), part));
    }
}
