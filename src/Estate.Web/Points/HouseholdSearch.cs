using Estate.Domain.Devices;
using Estate.Domain.People;
using Estate.Gateway.Configuration;
using Estate.Gateway.People;
using Estate.Web.Search;

namespace Estate.Web.Points;

/// <summary>For the staff: a household by its door number, whole.</summary>
internal sealed class HouseholdSearch(CardBooks books) : ISearchSource
{
    private static readonly Text Kind = new("住户的积分", "A household's points");

    public Task<IReadOnlyList<SearchHit>> FindAsync(Caller? who, SearchWords words)
    {
        var typed = words.Search.Trim();
        return Task.FromResult<IReadOnlyList<SearchHit>>(
            who?.Roles.Contains(Role.Staff) == true && books.For("points").Cards.KnowsHousehold(typed)
                ? [new(Kind, Text.Same(typed), "/staff/points/" + Uri.EscapeDataString(typed))] : []);
    }
}
