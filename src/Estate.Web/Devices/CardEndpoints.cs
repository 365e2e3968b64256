using Estate.Gateway.Pipeline;
using Estate.Web.Shared;

namespace Estate.Web.Devices;

/// <summary>Every device's card: as a page, as it changes, and for programs.</summary>
internal static class CardEndpoints
{
    internal static void MapCards(this WebApplication app)
    {
        var everyone = app.MapGroup("").Open();
        everyone.MapGet("/devices", PageAsync);
        everyone.MapGet("/live", (string? only, HttpContext context, LivePages open, LiveCards cards) =>
        {
            var language = Language.Of(context);
            return open.ServeAsync(context, stop => cards.EventsAsync(only, language, stop));
        });
        everyone.MapGet("/api/devices", async (EstateLoop loop) =>
            TypedResults.Ok(await loop.InspectAsync(machine => machine.Cards().Select(ApiCard.Of).ToList())));
    }

    private static async Task<IResult> PageAsync(HttpContext context, EstateLoop loop, SiteMap site, PageReads reads, PageRenderer pages)
    {
        var cards = await loop.InspectAsync(machine => machine.Cards().Where(card => site.IsListed(card.Device)).ToList());
        return await pages.PageAsync<DevicesPage>(context, reads, (nameof(DevicesPage.Cards), cards));
    }
}
