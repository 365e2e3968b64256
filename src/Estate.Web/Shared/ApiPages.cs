using System.Globalization;

namespace Estate.Web.Shared;

/// <summary>What an endpoint reads of the query, where it is no parameter of its method.</summary>
internal sealed record TakesQuery(string Name, string Description);

/// <summary>
/// Lists of the API. Whole, as programs know them, unless <c>page</c> or <c>limit</c> asks for a part: then headers say how long the list
/// is and where it goes on.
/// </summary>
internal static class ApiPages
{
    private const int Usual = 100, Most = 1_000;

    /// <summary>For the API's description.</summary>
    internal static TBuilder InPages<TBuilder>(this TBuilder endpoint)
        where TBuilder : IEndpointConventionBuilder => endpoint.WithMetadata(
            new TakesQuery("page", "From 1. With page or limit the answer is a part of the list: X-Total-Count says how long the list is, "
                + "Link (rel=next) where it goes on. Without both it is whole."),
            new TakesQuery("limit", $"1 to {Most}; {Usual} where only a page is asked for."));

    /// <exception cref="BadQueryException">There can be no such part.</exception>
    internal static IReadOnlyList<T> Cut<T>(HttpContext context, IReadOnlyList<T> all)
    {
        var (page, limit) = (QueryNumber.Of(context, "page", int.MaxValue), QueryNumber.Of(context, "limit", Most));
        if (page is null && limit is null)
            return all;
        var (number, size, headers) = (page ?? 1, limit ?? Usual, context.Response.Headers);
        headers["X-Total-Count"] = all.Count.ToString(CultureInfo.InvariantCulture);
        if ((long)number * size < all.Count)
            headers.Link = $"<{context.Request.Path.ToUriComponent()}{Next(context, number + 1, size).ToUriComponent()}>; rel=\"next\"";
        return [.. all.Skip((int)Math.Min((long)(number - 1) * size, all.Count)).Take(size)];
    }

    /// <summary>What else was asked stays.</summary>
    private static QueryString Next(HttpContext context, int page, int limit) => QueryString.Create(
        context.Request.Query.Where(one => one.Key is not ("page" or "limit"))
        .Append(new("page", page.ToString(CultureInfo.InvariantCulture)))
        .Append(new("limit", limit.ToString(CultureInfo.InvariantCulture))));
}
