using Estate.Domain.Devices;
using Estate.Gateway.People;

namespace Estate.Web.Search;

/// <summary>What of a slice can be found by its name or place.</summary>
internal interface ISearchSource
{
    /// <summary>Only what <paramref name="who"/> may see on the page it leads to.</summary>
    Task<IReadOnlyList<SearchHit>> FindAsync(Caller? who, SearchWords words);
}

/// <summary>One thing that was found.</summary>
/// <param name="Kind">What sort of thing it is.</param>
public sealed record SearchHit(Text Kind, Text Text, string Href);
