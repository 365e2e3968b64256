using Estate.Web.Shared;
using Estate.Web.Shared.Charts;

namespace Estate.Web.Bins;

/// <summary>How sorting goes, for everybody: sums of many households only.</summary>
internal static class SortingPageEndpoints
{
    internal static void MapSortingPages(this WebApplication app)
    {
        var everyone = app.MapGroup("/sorting").Open();
        everyone.MapGet("", PageAsync).Asks();
        everyone.MapGet("/participation.csv", (HttpContext context, SortingCharts charts) =>
            ChartTable.Csv("participation.csv", charts.Participation(charts.ByMonth()), Language.Of(context))).Asks();
        everyone.MapGet("/wet-share.csv", (HttpContext context, SortingCharts charts) =>
            ChartTable.Csv("wet-share.csv", charts.WetShare(charts.ByMonth()), Language.Of(context))).Asks();
        everyone.MapGet("/collections.csv", (HttpContext context, SortingCharts charts) =>
            ChartTable.Csv("collections.csv", charts.Collections(), Language.Of(context))).Asks();
    }
    private static Task<IResult> PageAsync(HttpContext context, PageContext page, SortingCharts charts)
    {
        var months = charts.ByMonth();
        return page.ShowAsync<SortingPage>(
            context, (nameof(SortingPage.Participation), charts.Participation(months)),
            (nameof(SortingPage.WetShare), charts.WetShare(months)), (nameof(SortingPage.Collections), charts.Collections()));
    }
}
