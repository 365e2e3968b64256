using Estate.Domain.Devices;
using Estate.Domain.People;
using Estate.Gateway.People;
using Estate.Web.Search;

namespace Estate.Web.People;

/// <summary>For administrators: accounts by name, household and role.</summary>
internal sealed class PeopleSearch(PeopleDirectory people) : ISearchSource
{
    private static readonly Text Kind = new("账号", "Account");

    public Task<IReadOnlyList<SearchHit>> FindAsync(Caller? who, SearchWords words) => Task.FromResult<IReadOnlyList<SearchHit>>(
        who?.Roles.Contains(Role.Administrator) != true ? []
        : [.. people.Table.All().Where(one => words.AreIn(PeopleDirectory.WordsOf(one)))
            .Select(one => new SearchHit(Kind, Text.Same(one.Name), "/staff/people?q=" + Uri.EscapeDataString(one.Name)))]);
}
