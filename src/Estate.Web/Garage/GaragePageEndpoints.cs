using Estate.Domain.Garage;
using Estate.Gateway.Pipeline;
using Estate.Web.Shared;

namespace Estate.Web.Garage;

/// <summary>What everybody sees of the garages for bicycles: is there a place, and how sure is that.</summary>
internal static class GaragePageEndpoints
{
    internal const string Path = "/garage";
    private const int Shown = 20;

    internal static void MapGaragePages(this WebApplication app)
    {
        var everyone = app.MapGroup("").Open();
        everyone.MapGet(Path, PageAsync);
        everyone.MapGet("/api/garages", async (HttpContext context, EstateLoop loop, PageReads reads) =>
            TypedResults.Ok(ApiPages.Cut(context, await AllAsync(loop, reads)).Select(GarageBody.Of).ToList())).InPages();
    }

    internal static Task<List<GarageView>> AllAsync(EstateLoop loop, PageReads reads) => loop.InspectAsync(machine => reads.Model.Inventory
        .Select(one => one.Device).Where(device => device.Kind == GarageKind.KindName)
        .Select(device => new GarageView(
            device, (GarageState)machine.StateOf(device)!, machine.PresenceOf(device) is null or { IsSilent: true })).ToList());

    private static async Task<IResult> PageAsync(HttpContext context, PageContext page)
    {
        var (shown, part) = ListQuery.Of(context).Cut(
            await AllAsync(page.Loop, page.Reads), Shown, one => page.Reads.Names.SearchText(one.Device));
        return await page.ShowAsync<GaragePage>(context, (nameof(GaragePage.Garages), shown), (nameof(GaragePage.Part), part));
    }
}
