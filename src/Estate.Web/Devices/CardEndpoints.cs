using Estate.Domain.Devices;
using Estate.Gateway.Pipeline;
using Estate.Web.Shared;

namespace Estate.Web.Devices;

/// <summary>Every device's card: as a page, as it changes, and for programs.</summary>
internal static class CardEndpoints
{
    private const string Path = "/devices";

    /// <summary>Cards on a page; that of a board of twenty sockets is the longest.</summary>
    private const int Shown = 40;

    internal static void MapCards(this WebApplication app)
    {
        var everyone = app.MapGroup("").Open();
        everyone.MapGet(Path, PageAsync).Asks();
        everyone.MapGet("/live", LiveAsync);
        everyone.MapGet("/api/devices", ListAsync).Asks().InPages();
    }

    private static async Task<IResult> PageAsync(HttpContext context, SiteMap site, PageContext page)
    {
        var (shown, part) = await AskedAsync(context, page.Loop, site);
        return await page.ShowAsync<DevicesPage>(
            context, (nameof(DevicesPage.Cards), await page.Loop.CardsAsync(shown)), (nameof(DevicesPage.Part), part));
    }

    /// <summary>What the page of the same query shows, or one device by its anchor.</summary>
    private static async Task<IResult> LiveAsync(
        string? only, HttpContext context, SiteMap site, EstateLoop loop, LivePages open, LiveCards cards)
    {
        var shown = only is null ? (await AskedAsync(context, loop, site)).Shown
            : [.. (await loop.DevicesAsync()).Where(device => SiteMap.Anchor(device) == only)];
        if (only is not null && shown.Count == 0)
            return Results.NotFound();
        var language = Language.Of(context);
        await open.ServeAsync(context, stop => cards.EventsAsync(shown, language, stop));
        return Results.Empty;
    }

    private static async Task<IResult> ListAsync(HttpContext context, EstateLoop loop) =>
        TypedResults.Ok((await loop.CardsAsync(ApiPages.Cut(context, await loop.DevicesAsync()))).Select(ApiCard.Of).ToList());

    private static async Task<(IReadOnlyList<DeviceId> Shown, ListPart Part)> AskedAsync(
        HttpContext context, EstateLoop loop, SiteMap site)
    {
        var (query, devices) = (ListQuery.Of(context), (await loop.DevicesAsync()).Where(site.IsListed));
        var names = context.RequestServices.GetRequiredService<DeviceNames>();
        return query.Search.Length > 0 ? query.Cut(devices, Shown, await loop.WordsAsync(names)) : query.Cut(devices, Shown);
    }
}
