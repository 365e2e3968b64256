using Estate.Domain.Devices;
using Estate.Domain.People;
using Estate.Domain.Projects;
using NodaTime;
using NodaTime.Text;

namespace Estate.Web.Projects;

/// <summary>Projects in words.</summary>
internal static class ProjectViews
{
    internal static Text Heading { get; } = new("居民项目", "Residents' projects");

    internal static string Day(LocalDate day) => LocalDatePattern.Iso.Format(day);

    internal static string Day(Instant at, DateTimeZone zone) => Day(at.InZone(zone).Date);

    internal static Text StateOf(ProjectStanding one) =>
        one.IsBack ? new("回到清单，可以再选", "back on the list") : ProjectTexts.Of(one.State);

    /// <summary>What the households' ticks promised.</summary>
    internal static Text? PromiseOf(ProjectStanding one) => one.Promise is not { } promise ? null : new(
        $"{promise.Ticks} 户打钩，排第 {promise.Rank}，承诺 {Day(promise.Due)} 前完成",
        $"{promise.Ticks} households ticked it, number {promise.Rank}; promised by {Day(promise.Due)}");

    /// <summary>In their order: those that are to be done, done, may be chosen, given up.</summary>
    internal static int OrderOf(ProjectStanding one) => one.State switch
    {
        ProjectState.Committed => 0,
        ProjectState.Finished => 1,
        ProjectState.Candidate => 2,
        ProjectState.Accepted => 3,
        _ => 4,
    };

    /// <summary>In percent of those who gave a grade.</summary>
    internal static int SatisfiedShare(PollResult result) => result.Counts.Take(2).Sum() * 100 / Math.Max(1, result.Turnout);

    internal static Text WishState(Wish wish) => wish.Reason is not null ? new("不采纳", "not taken up")
        : wish.Project is not null ? new("已列入项目", "became a project") : new("等业委会答复", "waits for the committee's answer");
}
