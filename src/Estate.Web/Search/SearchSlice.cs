using Estate.Gateway.People;
using Estate.Web.Shared;

namespace Estate.Web.Search;

internal sealed class SearchSlice : IWebSlice
{
    private const string Path = "/search";
    private const int Shown = 50;

    public IReadOnlyList<HelpSection> Help => [new(Path, "residents", 5)];

    public void AddTo(IServiceCollection services) => services.AddSingleton<ISearchSource, PageSearch>();

    public void MapTo(WebApplication app) => app.MapGroup(Path).Open().MapGet("", PageAsync).Asks();

    private static async Task<IResult> PageAsync(HttpContext context, PageContext page)
    {
        var query = ListQuery.Of(context);
        var (who, words, hits) = (Callers.Find(context), new SearchWords(query.Search), new List<SearchHit>());
        if (!words.IsEmpty)
            foreach (var source in context.RequestServices.GetServices<ISearchSource>())
                hits.AddRange(await source.FindAsync(who, words));
        // Each has said that all words are in it.
        var (shown, part) = query.Cut(hits, Shown);
        return await page.ShowAsync<SearchPage>(
            context, (nameof(SearchPage.Search), query.Search), (nameof(SearchPage.Hits), shown), (nameof(SearchPage.Part), part));
    }
}
