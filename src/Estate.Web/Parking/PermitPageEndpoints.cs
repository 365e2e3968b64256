using Estate.Domain.Devices;
using Estate.Domain.Parking;
using Estate.Domain.People;
using Estate.Web.Shared;

namespace Estate.Web.Parking;

/// <summary>The visitors' and permits' desk: who may park, until when, for what fee.</summary>
internal static class PermitPageEndpoints
{
    private const string Path = "/staff/permits";
    private const int Shown = 100;

    internal static void MapPermitPages(this WebApplication app)
    {
        var staff = app.MapGroup(Path).RequirePage(Role.Staff);
        staff.MapGet("", (HttpContext context, PageContext page, ParkingBoard board) => PageAsync(context, page, board, null));
        staff.MapPost("/issue", IssueAsync);
        staff.MapPost("/{id}/end", (string id, HttpContext context, PageContext page, ParkingBoard board) =>
            AskAsync(context, page, board, new EndPermit(ParkingEndpoints.Lot(board), id)));
        staff.MapGet("/permits.csv", async (HttpContext context, PageContext page, ParkingBoard board) =>
            CsvFile.Of(
                "permits.csv",
                (await InForceAsync(page, board)).Select(one => new PermitRow(
                        one.Id, one.Household, Language.Of(context).Pick(PermitTexts.Of(one.Class)),
                        TimeText.Minute(one.From, page.Reads.Zone), one.Until is { } until ? TimeText.Minute(until, page.Reads.Zone)
                        : ""))));
    }

    private static async Task<IResult> IssueAsync(HttpContext context, PageContext page, ParkingBoard board)
    {
        var form = await RequestResults.FormAsync(context);
        var kind = Enum.GetValues<PermitClass>().FirstOrDefault(one => WireName.Of(one) == form["class"].ToString(), PermitClass.Visitor);
        int? days = int.TryParse(
            form["days"].ToString(), System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture,
            out var number) ? number : null;
        return await AskAsync(
            context, page, board,
            new IssuePermit(
                ParkingEndpoints.Lot(board), form["household"].ToString().Trim(), kind, kind == PermitClass.Resident ? null : days));
    }

    /// <summary>The answer stays on the page: it says the fee.</summary>
    private static async Task<IResult> AskAsync(HttpContext context, PageContext page, ParkingBoard board, IDeviceRequest request)
    {
        var answer = await page.Loop.AskAsync(request, RequestResults.NameOf(context));
        if (answer.Reason is not null)
            context.Response.StatusCode = StatusCodes.Status409Conflict;
        return await PageAsync(context, page, board, answer);
    }

    /// <summary>What people look for.</summary>
    internal static string WordsOf(Permit one) =>
        $"{one.Id} {one.Household} {PermitTexts.Of(one.Class).Zh} {PermitTexts.Of(one.Class).En}";

    internal static async Task<List<Permit>> InForceAsync(PageContext page, ParkingBoard board)
    {
        var now = page.Reads.Clock.Now;
        return await page.Loop.InspectAsync(machine => machine.StateOf(ParkingEndpoints.Lot(board)) as LotState) is { } state
            ? [.. state.Permits.Where(one => one.IsInForce(now)).Reverse()] : [];
    }

    private static async Task<IResult> PageAsync(HttpContext context, PageContext page, ParkingBoard board, Answer? answer)
    {
        var (shown, part) = ListQuery.Of(context).Cut(await InForceAsync(page, board), Shown, WordsOf);
        return await page.ShowAsync<PermitsPage>(
            context, (nameof(PermitsPage.InForce), shown), (nameof(PermitsPage.Part), part), (nameof(PermitsPage.Said), answer?.Text),
            (nameof(PermitsPage.IsRefused), answer?.Reason is not null));
    }
}

internal sealed record PermitRow(string Id, string Household, string Class, string From, string Until);
