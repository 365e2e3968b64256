using Estate.District.Reports;

namespace Estate.District.Pages;

/// <summary>The map of streets, and of the estates of one.</summary>
internal static class MapEndpoints
{
    internal static void MapMap(this IEndpointRouteBuilder app) =>
        app.MapGet("/map", async (HttpContext context, Overviews estates, PageRenderer pages) =>
        {
            var street = context.Request.Query["street"].ToString() is { Length: > 0 } name ? name : null;
            var all = await estates.AllAsync(PageEndpoints.Of(context), context.RequestAborted);
            return EstateMap.Of(all, street) is { } map
                ? await pages.PageAsync<MapPage>(Language.Of(context), PageEndpoints.Of(context).Area, (nameof(MapPage.Map), map))
                : Results.NotFound();
        });
}
