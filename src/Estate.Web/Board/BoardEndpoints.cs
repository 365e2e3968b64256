using Estate.Web.Shared;

namespace Estate.Web.Board;

/// <summary>The page for the lobby's screen: no login, nothing to touch, one panel after the other.</summary>
internal static class BoardEndpoints
{
    private const int Most = 100;

    internal static void MapBoard(this WebApplication app) => app.MapGroup("/board").Open().MapGet("", PageAsync).Asks();

    private static async Task<IResult> PageAsync(HttpContext context, PageContext page, BoardPanels panels)
    {
        var asked = QueryNumber.Of(context, "page", Most) ?? 1;
        var all = await panels.AllAsync($"{context.Request.Scheme}://{context.Request.Host}");
        // There may be fewer than at the last look.
        var shown = (asked - 1) % all.Count;
        return await page.ShowAsync<BoardPage>(
            context, (nameof(BoardPage.Panel), all[shown]), (nameof(BoardPage.Next), ((shown + 1) % all.Count) + 1),
            (nameof(BoardPage.Name), page.Reads.Model.Name), (nameof(BoardPage.Now), page.Reads.Clock.Now));
    }
}
