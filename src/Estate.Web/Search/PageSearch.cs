using Estate.Domain.Devices;
using Estate.Gateway.People;
using Estate.Web.Shared;

namespace Estate.Web.Search;

/// <summary>Pages by what the menu calls them.</summary>
internal sealed class PageSearch(SiteMap site) : ISearchSource
{
    private static readonly Text Kind = new("网页", "Page");

    public Task<IReadOnlyList<SearchHit>> FindAsync(Caller? who, SearchWords words) => Task.FromResult<IReadOnlyList<SearchHit>>(
        [.. site.MenuOf(who?.Roles ?? []).Where(one => words.AreIn($"{one.Text.Zh} {one.Text.En}"))
            .Select(one => new SearchHit(Kind, one.Text, one.Href))]);
}
