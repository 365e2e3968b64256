using Estate.Domain.People;
using Estate.Gateway.People;
using Estate.Web.Shared;

namespace Estate.Web.Help;

/// <summary>The handbooks: each for its readers only, with its pictures.</summary>
internal static class HelpPageEndpoints
{
    internal static void MapHelpPages(this WebApplication app)
    {
        app.MapGroup(Handbook.Root).Open().MapGet("", (HttpContext context, PageContext page, HandbookShelf shelf) =>
            ShowAsync(context, page, shelf, Handbook.FirstFor(RolesOf(context))));
        foreach (var book in Handbook.All)
        {
            var group = app.MapGroup(book.Address);
            var pages = book.Readers is { } readers ? group.RequirePage([.. readers]) : group.Open();
            pages.MapGet("", (HttpContext context, PageContext page, HandbookShelf shelf) => ShowAsync(context, page, shelf, book));
            pages.MapGet("/pictures/{language}/{name}", (string language, string name, HandbookShelf shelf) =>
                Picture(shelf, book, language, name));
        }
    }

    private static Task<IResult> ShowAsync(HttpContext context, PageContext page, HandbookShelf shelf, Handbook book)
    {
        var roles = RolesOf(context);
        return page.ShowAsync<HelpPage>(
            context, (nameof(HelpPage.Shown), shelf.Find(book, Language.Of(context).Pick("zh", "en"))), (nameof(HelpPage.Book), book),
            (nameof(HelpPage.Books), Handbook.All.Where(one => one.MayBeReadBy(roles)).ToList()));
    }

    /// <summary>Only what the handbook shows: the name is looked up, it never becomes a part of a path.</summary>
    private static IResult Picture(HandbookShelf shelf, Handbook book, string language, string name) =>
        language is "en" or "zh" && shelf.Find(book, language).Pictures.TryGetValue(name, out var file)
            ? Results.File(file, "image/png") : Results.NotFound();

    private static IReadOnlyList<Role> RolesOf(HttpContext context) => Callers.Find(context)?.Roles ?? [];
}
