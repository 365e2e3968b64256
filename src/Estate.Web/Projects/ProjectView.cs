using Estate.Domain.Devices;
using Estate.Domain.Funds;
using Estate.Domain.People;
using Estate.Domain.Projects;

namespace Estate.Web.Projects;

/// <summary>All that a project's page shows.</summary>
/// <param name="Polls">About it, the newest first; approved ones only.</param>
/// <param name="Funds">What came in or was spent for it, with the quarter.</param>
public sealed record ProjectView(
    ProjectStanding One, IReadOnlyList<LifeStep> Life, IReadOnlyList<PollStanding> Polls,
    IReadOnlyList<(string Quarter, FundRow Row)> Funds)
{
    /// <summary>In words, where it was judged.</summary>
    internal Text? Satisfaction => Polls.FirstOrDefault(poll => poll is { Poll.Kind: PollKind.Satisfaction, Result: not null }) is not
    { Result: { } result } ? null
        : result.Turnout < Poll.FewestShown ? new("评价的不到 5 户", "fewer than five households gave a grade")
        : new($"{result.Turnout} 户评价，{ProjectViews.SatisfiedShare(result)}% 满意",
            $"{result.Turnout} households gave a grade, {ProjectViews.SatisfiedShare(result)}% are satisfied");

    /// <summary>How it is to be done, by the ticks.</summary>
    internal PollStanding? Variants => Polls.FirstOrDefault(poll => poll is { Poll.Kind: PollKind.Variants, Result.IsAccepted: true });
}
