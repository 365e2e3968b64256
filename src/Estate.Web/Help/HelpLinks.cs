using Estate.Domain.People;
using Estate.Web.Shared;

namespace Estate.Web.Help;

/// <summary>
/// Of each page the section of a handbook, in the reader's language: handbooks in two languages have the same sections in the same order.
/// </summary>
internal sealed class HelpLinks(HandbookShelf shelf) : IHelpLinks
{
    /// <summary>By the beginning of an address, the longest first; sections count from 1.</summary>
    internal static IReadOnlyList<(string Path, string Book, int Section)> All { get; } =
    [
        .. new[]
        {
            ("/", "residents", 1), ("/points", "residents", 1), ("/stations", "residents", 1), ("/sorting", "residents", 1),
            ("/gates", "residents", 2),
            ("/parking", "residents", 3), ("/chargers", "residents", 4), ("/my/charge", "residents", 4), ("/login", "residents", 5),
            ("/join", "residents", 5), ("/me", "residents", 5), ("/polls", "residents", 5), ("/decisions", "residents", 2),
            ("/devices", "residents", 3),
            ("/staff/alerts", "staff", 2), ("/staff/alerts/silences", "staff", 9), ("/staff/alerts/notifiers", "staff", 11),
            ("/staff/alerts/load", "staff", 9), ("/staff/journal", "staff", 2), ("/staff/points", "staff", 3),
            ("/staff/permits", "staff", 5), ("/staff/codes", "staff", 6), ("/staff/chargers", "staff", 7), ("/staff/patrol", "staff", 8),
            ("/staff/handover", "staff", 10), ("/staff/components", "staff", 11),
            ("/committee", "committee", 4), ("/committee/hours", "committee", 1), ("/committee/points", "committee", 2),
            ("/committee/polls", "committee", 3),
            ("/staff/devices", "installer", 4), ("/staff/rules", "installer", 8), ("/staff/people", "installer", 6),
        }.OrderByDescending(one => one.Item1.Length),
    ];

    public PageLink? Of(string path, IReadOnlyList<Role> roles, Language language)
    {
        if (IsBelow(path, Handbook.Root))
            return null;
        foreach (var (begin, name, section) in All)
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
