namespace Estate.Web.Shared;

/// <summary>The part of a list that a page shows.</summary>
/// <param name="Search">What was looked for; empty: nothing.</param>
/// <param name="Total">How many were found.</param>
public sealed record ListPart(string Search, int Page, int Size, int Total)
{
    internal int Pages => Math.Max(1, (Total + Size - 1) / Size);

    /// <summary>Longer than a page, or searched: there is something to look for.</summary>
    internal bool IsLong => Total > Size || Search.Length > 0;

    /// <summary>The address of a page of the same list.</summary>
    /// <param name="others">What else the address says.</param>
    internal string To(string href, int page, string name, IEnumerable<(string Name, string Value)> others) =>
        href + QueryString.Create(others.Append(("q", Search)).Append((name, page == 1 ? "" : $"{page}"))
            .Where(pair => pair.Item2.Length > 0).Select(pair => KeyValuePair.Create<string, string?>(pair.Item1, pair.Item2)));
}
