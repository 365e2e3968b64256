using System.Globalization;
using Estate.Domain.Devices;
using Estate.Domain.Garage;
using Estate.Domain.People;
using Estate.Web.Shared;

namespace Estate.Web.Garage;

/// <summary>Households whose cards and tags open a garage.</summary>
internal static class GaragePermitEndpoints
{
    internal const string Path = GarageDeskEndpoints.Path + "/permits";
    private const int Shown = 100;

    internal static void MapGaragePermits(this WebApplication app)
    {
        var staff = app.MapGroup(Path).RequirePage(Role.Staff);
        staff.MapGet("", (HttpContext context, PageContext page) => PageAsync(context, page, null));
        staff.MapGet("/permits.csv", async (HttpContext context, PageContext page) =>
        {
            var (view, _) = await GarageDesk.FindAsync(context, page);
            return CsvFile.Of("permits.csv", InForce(view, page).Select(one => new GaragePermitRow(
                one.Id, one.Household, TimeText.Minute(one.From, page.Reads.Zone),
                one.Until is { } until ? TimeText.Minute(until, page.Reads.Zone) : "")));
        });
        staff.MapPost("/{name}/issue", IssueAsync);
        staff.MapPost("/{name}/{id}/end", (string name, string id, HttpContext context, PageContext page) =>
            AskAsync(context, page, new EndBikePermit(new(GarageKind.KindName, name), id)));
    }

    private static async Task<IResult> IssueAsync(string name, HttpContext context, PageContext page)
    {
        var form = await RequestResults.FormAsync(context);
        var typed = form["days"].ToString();
        // What is no number is refused like one that cannot be.
        int? days = typed.Length == 0 ? null
            : int.TryParse(typed, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
        return await AskAsync(
            context, page, new IssueBikePermit(new(GarageKind.KindName, name), form["household"].ToString().Trim(), days));
    }

    private static async Task<IResult> AskAsync(HttpContext context, PageContext page, IDeviceRequest request)
    {
        var answer = await page.Loop.AskAsync(request, RequestResults.NameOf(context));
        if (answer.Reason is not null)
            context.Response.StatusCode = StatusCodes.Status409Conflict;
        return await PageAsync(context, page, answer);
    }

    private static async Task<IResult> PageAsync(HttpContext context, PageContext page, Answer? answer)
    {
        var (view, _) = await GarageDesk.FindAsync(context, page);
        var (shown, part) = ListQuery.Of(context).Cut(InForce(view, page), Shown, one => $"{one.Id} {one.Household}");
        return await page.ShowAsync<GaragePermitsPage>(
            context, (nameof(GaragePermitsPage.Garage), view?.Device), (nameof(GaragePermitsPage.InForce), shown),
            (nameof(GaragePermitsPage.Part), part), (nameof(GaragePermitsPage.Said), answer?.Text),
            (nameof(GaragePermitsPage.IsRefused), answer?.Reason is not null));
    }

    private static IEnumerable<BikePermit> InForce(GarageView? view, PageContext page) =>
        view?.State.Permits.Where(one => one.IsInForce(page.Reads.Clock.Now)).Reverse() ?? [];
}

internal sealed record GaragePermitRow(string Id, string Household, string From, string Until);
