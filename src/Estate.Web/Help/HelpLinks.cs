using Estate.Domain.People;
using Estate.Web.Shared;

namespace Estate.Web.Help;

/// <summary>
/// Of each page the section of a handbook, in the reader's language: handbooks in two languages have the same sections in the same order.
/// </summary>
internal sealed class HelpLinks(HandbookShelf shelf, SiteMap map) : IHelpLinks
{
    /// <summary>The longest address first.</summary>
    private readonly IReadOnlyList<HelpSection> _all = [.. map.Help.OrderByDescending(one => one.Path.Length)];

    public PageLink? Of(string path, IReadOnlyList<Role> roles, Language language)
    {
        if (IsBelow(path, Handbook.Root))
            return null;
        foreach (var (begin, name, section) in _all)
            if (IsBelow(path, begin) && Handbook.All.First(one => one.Name == name) is var book && book.MayBeReadBy(roles))
            {
                var anchor = shelf.Find(book, language.Pick("zh", "en")).Sections[section - 1];
                return new($"{book.Address}#{anchor.Anchor}", new($"手册：{anchor.Title}", $"Handbook: {anchor.Title}"));
            }
        return null;
    }

    private static bool IsBelow(string path, string begin) =>
        begin == "/" || path == begin || path.StartsWith(begin + "/", StringComparison.Ordinal);
}
