using Estate.Domain.Devices;
using Estate.Domain.People;
using Estate.Domain.Projects;
using NodaTime;

namespace Estate.Web.Projects;

/// <summary>A station of a project's life.</summary>
/// <param name="On">When it was, or when it is promised.</param>
public sealed record LifeStep(Text What, LocalDate? On, bool IsDone);

/// <summary>A project from the first wish to the satisfaction, in one line.</summary>
internal static class ProjectLife
{
    /// <param name="wished">When the first household wished for it; null: none did.</param>
    /// <param name="polls">About it.</param>
    internal static IReadOnlyList<LifeStep> Of(
        ProjectStanding one, Instant? wished, IReadOnlyList<PollStanding> polls, DateTimeZone zone)
    {
        var steps = new List<LifeStep>();
        if (wished is { } at)
            steps.Add(new(new("心愿", "Wish"), Day(at), true));
        steps.Add(new(new("列为项目", "Project"), Day(one.AddedAt), true));
        steps.AddRange(polls.Where(poll => poll.Result is not null)
            .Select(poll => new LifeStep(Title(poll.Poll.Kind), Day(poll.Poll.Closes), true)));
        if (one.Promise is { } promise)
            steps.Add(new(new($"承诺（第 {promise.Rank}）", $"Promise (number {promise.Rank})"), Day(promise.At), true));
        steps.AddRange(one.Meetings.Select(meeting => new LifeStep(ProjectTexts.Of(meeting.Kind), meeting.On, true)));
        if (one.Ending is { } ending)
            steps.Add(new(new("完成", "Done"), Day(ending.At), true));
        steps.AddRange(one.Verdicts.Select(verdict => new LifeStep(
            verdict.IsSatisfied ? new("居民满意", "Satisfied") : new("不够满意，回到清单", "Back on the list"), Day(verdict.At), true)));
        return [.. steps.OrderBy(step => step.On), .. ToCome(one, polls, zone)];

        LocalDate Day(Instant moment) => moment.InZone(zone).Date;
    }

    private static IEnumerable<LifeStep> ToCome(ProjectStanding one, IReadOnlyList<PollStanding> polls, DateTimeZone zone)
    {
        foreach (var poll in polls.Where(poll => poll is { IsApproved: true, Result: null }))
            yield return new(Title(poll.Poll.Kind), poll.Poll.Closes.InZone(zone).Date, false);
        if (one.State == ProjectState.Committed)
            yield return new(new("完成", "Done"), one.Promise!.Due, false);
        if (one.State is ProjectState.Committed or ProjectState.Finished && !polls.Any(poll =>
                poll is { IsApproved: true, Result: null, Poll.Kind: PollKind.Satisfaction }))
            yield return new(new("居民满意", "Satisfied"), null, false);
    }

    internal static Text Title(PollKind kind) => kind switch
    {
        PollKind.List => new("居民打钩", "Households tick"),
        PollKind.Variants => new("二次勾对", "Second tick"),
        _ => new("三次勾对", "Third tick"),
    };
}
