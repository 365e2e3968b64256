using Estate.Domain.Devices;
using Estate.Domain.People;
using Estate.Gateway.People;
using Estate.Gateway.Rules;
using Estate.Web.Search;

namespace Estate.Web.Rules;

/// <summary>For engineers: rules by their titles and ids.</summary>
internal sealed class RuleSearch(RuleTrials trials) : ISearchSource
{
    private static readonly Text Kind = new("规则", "Rule");

    public async Task<IReadOnlyList<SearchHit>> FindAsync(Caller? who, SearchWords words) =>
        who?.Roles.Contains(Role.Engineer) != true ? []
        : [.. (await trials.ViewsAsync()).Select(one => one.Rule)
            .Where(one => words.AreIn($"{one.Id} {one.Source.Title.Zh} {one.Source.Title.En}"))
            .Select(one => new SearchHit(Kind, one.Source.Title, "/staff/rules/" + Uri.EscapeDataString(one.Id)))];
}
