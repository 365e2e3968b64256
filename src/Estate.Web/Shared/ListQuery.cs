namespace Estate.Web.Shared;

/// <summary>Which part of a list a reader wants: <c>?q=</c> is looked for in it, <c>?page=</c> counts from 1.</summary>
internal readonly record struct ListQuery(string Search, int Page)
{
    internal const int LongestSearch = 60;

    /// <param name="page">The parameter's name, where a page has several lists.</param>
    /// <exception cref="BadQueryException">There can be no such page, or too much is looked for.</exception>
    internal static ListQuery Of(HttpContext context, string page = "page")
    {
        // A form that is refused is shown with the beginning of its list.
        if (!HttpMethods.IsGet(context.Request.Method))
            return new("", 1);
        var search = context.Request.Query["q"].ToString().Trim();
        return search.Length <= LongestSearch ? new(search, QueryNumber.Of(context, page, int.MaxValue) ?? 1)
            : throw BadQueryException.Of("q", $"最多 {LongestSearch} 个字", $"at most {LongestSearch} characters");
    }

    /// <summary>What of <paramref name="all"/> is shown, and where in the list that is.</summary>
    /// <param name="text">What is searched, in both languages.</param>
    internal (IReadOnlyList<T> Shown, ListPart Part) Cut<T>(IEnumerable<T> all, int size, Func<T, string> text)
    {
        var search = Search;
        var found = search.Length == 0 ? [.. all]
            : all.Where(one => text(one).Contains(search, StringComparison.OrdinalIgnoreCase)).ToList();
        var before = (int)Math.Min((long)(Page - 1) * size, found.Count);
        return (found.GetRange(before, Math.Min(size, found.Count - before)), new(Search, Page, size, found.Count));
    }

    /// <summary>As the other, where nothing is looked for.</summary>
    internal (IReadOnlyList<T> Shown, ListPart Part) Cut<T>(IEnumerable<T> all, int size) =>
        (this with { Search = "" }).Cut(all, size, _ => "");
}
