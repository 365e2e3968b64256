using Estate.Domain.Funds;
using Estate.Web.Shared;

namespace Estate.Web.Funds;

/// <summary>What came in of the common property and what it was spent for, a quarter a page, for everybody.</summary>
internal sealed class FundPageEndpoints(PageContext page, FundReactor funds)
{
    private const string Path = "/funds";
    private const int Shown = 2;

    internal void Map(WebApplication app)
    {
        var everyone = app.MapGroup(Path).Open();
        everyone.MapGet("", (Delegate)ListAsync);
        everyone.MapGet("/{quarter}/funds.csv", CsvAsync);
        app.MapGroup("/api/funds").Open().MapGet("", async Task<IResult> (HttpContext context) =>
            Results.Ok(
                ApiPages.Cut(context, await page.Loop.InspectAsync(_ => funds.Published)).Select(FundTableBody.Of).ToList())).InPages();
    }

    private async Task<IResult> ListAsync(HttpContext context)
    {
        var (shown, part) = ListQuery.Of(context).Cut(await page.Loop.InspectAsync(_ => funds.Published), Shown);
        return await page.ShowAsync<FundsPage>(context, (nameof(FundsPage.Tables), shown), (nameof(FundsPage.Part), part));
    }

    private async Task<IResult> CsvAsync(string quarter) =>
        (await page.Loop.InspectAsync(_ => funds.Published)).FirstOrDefault(one => one.Quarter == quarter) is { } table
            ? CsvFile.Of($"funds-{quarter}.csv", FundCsvRow.Of(table)) : Results.NotFound();
}
