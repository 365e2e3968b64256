using Estate.Domain.Devices;
using Estate.Gateway.People;
using Estate.Web.Search;

namespace Estate.Web.Help;

/// <summary>Sections of the handbooks that somebody may read, by their titles.</summary>
internal sealed class HandbookSearch(HandbookShelf shelf) : ISearchSource
{
    private static readonly Text Kind = new("手册", "Handbook");

    public Task<IReadOnlyList<SearchHit>> FindAsync(Caller? who, SearchWords words) => Task.FromResult<IReadOnlyList<SearchHit>>(
        [.. from book in Handbook.All
            where book.MayBeReadBy(who?.Roles ?? [])
            from pair in shelf.Find(book, "zh").Sections.Zip(shelf.Find(book, "en").Sections)
            let title = new Text(pair.First.Title, pair.Second.Title)
            where words.AreIn($"{title.Zh} {title.En}")
            select new SearchHit(Kind, title, book.Address)]);
}
