using System.Globalization;
using Estate.Domain.Devices;
using Estate.Domain.Garage;
using Estate.Domain.People;
using Estate.Gateway.Configuration;
using Estate.Web.Shared;

namespace Estate.Web.Garage;

/// <summary>The staff's page of a garage: counting, its doors, and the bicycles that stay.</summary>
internal static class GarageDeskEndpoints
{
    internal const string Path = "/staff/garage";
    private const int Shown = 100;

    internal static void MapGarageDesk(this WebApplication app)
    {
        var staff = app.MapGroup(Path).RequirePage(Role.Staff);
        staff.MapGet("", (HttpContext context, PageContext page, CardBooks books) => PageAsync(context, page, books, null));
        staff.MapGet("/bikes.csv", CsvAsync);
        staff.MapPost("/{name}/count", async (string name, HttpContext context, PageContext page, CardBooks books) =>
        {
            var form = await RequestResults.FormAsync(context);
            return await AskAsync(
                context, page, books, new CountBikes(new(GarageKind.KindName, name), Whole(form, "bicycles"), Whole(form, "e_bikes")));
        });
        staff.MapPost("/{name}/bikes/{bike}/away", async (
            string name, string bike, HttpContext context, PageContext page, CardBooks books) => await AskAsync(
                context, page, books,
                new TakeBikeAway(new(GarageKind.KindName, name), bike, await RequestResults.FieldAsync(context, "reason") ?? "")));
    }

    private static async Task<IResult> AskAsync(HttpContext context, PageContext page, CardBooks books, IDeviceRequest request)
    {
        var answer = await page.Loop.AskAsync(request, RequestResults.NameOf(context));
        if (answer.Reason is not null)
            context.Response.StatusCode = StatusCodes.Status409Conflict;
        return await PageAsync(context, page, books, answer);
    }

    private static async Task<IResult> PageAsync(HttpContext context, PageContext page, CardBooks books, Answer? answer)
    {
        var (view, all) = await GarageDesk.FindAsync(context, page);
        var list = GarageDesk.ListOf(context);
        var (shown, part) = ListQuery.Of(context).Cut(
            GarageDesk.BikesOf(view, list, books, page.Reads), Shown, bike => bike.Words);
        return await page.ShowAsync<GarageDeskPage>(
            context, (nameof(GarageDeskPage.View), view), (nameof(GarageDeskPage.All), all), (nameof(GarageDeskPage.List), list),
            (nameof(GarageDeskPage.Bikes), shown), (nameof(GarageDeskPage.Part), part), (nameof(GarageDeskPage.Said), answer?.Text),
            (nameof(GarageDeskPage.IsRefused), answer?.Reason is not null),
            (nameof(GarageDeskPage.Doors), await GarageDesk.DoorsAsync(view, page)));
    }

    private static async Task<IResult> CsvAsync(HttpContext context, PageContext page, CardBooks books)
    {
        var ((view, _), list, language) = (await GarageDesk.FindAsync(context, page), GarageDesk.ListOf(context), Language.Of(context));
        return CsvFile.Of("bikes.csv", GarageDesk.BikesOf(view, list, books, page.Reads)
            .Select(bike => GarageBikeRow.Of(bike, page.Reads.Zone, language)));
    }

    /// <summary>What is no number is refused like one that cannot be.</summary>
    private static int Whole(IFormCollection form, string name) =>
        int.TryParse(form[name].ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1;
}
