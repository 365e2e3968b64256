using Estate.Domain.Notices;
using Estate.Gateway.People;
using Estate.Web.Search;
using Estate.Web.Shared;

namespace Estate.Web.Notices;

/// <summary>For everybody: notices that were published and not withdrawn.</summary>
internal sealed class NoticeSearch(PageContext page, NoticeReactor notices) : ISearchSource
{
    public async Task<IReadOnlyList<SearchHit>> FindAsync(Caller? who, SearchWords words)
    {
        var now = page.Reads.Clock.Now;
        var all = await page.Loop.InspectAsync(_ => notices.All.Where(one => !one.IsWithdrawn && one.Notice.From <= now).ToList());
        return [.. all.Select(one => one.Notice)
            .Where(one => words.AreIn($"{one.Title.Zh} {one.Title.En} {one.Body.Zh} {one.Body.En}"))
            .Select(one => new SearchHit(NoticeViews.Heading, one.Title, "/notices/" + one.Id))];
    }
}
