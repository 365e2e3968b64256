using System.Globalization;
using Estate.Domain.Devices;
using Estate.Domain.People;
using NodaTime;

namespace Estate.Domain.Projects;

/// <summary>The questions about projects, as polls: proposed by who asks, approved by another member, ticked as any other.</summary>
internal sealed class ProjectPolls(PollReactor polls, Func<string, ProjectStanding?> find, DeviceId desk)
{
    /// <summary>The best first, as they are counted.</summary>
    private static readonly Text[] Grades =
    [
        new("非常满意", "very satisfied"), new("满意", "satisfied"), new("一般", "so-so"), new("不满意", "not satisfied"),
        new("非常不满意", "not at all satisfied"),
    ];

    /// <summary>The one that is open, or waits for approval; null: none.</summary>
    internal static Poll? OpenAbout(PollReactor polls, string project, Instant now) => polls.Polls
        .Where(one => one is { Result: null, IsWithdrawn: false } && one.Poll.Closes > now && one.Poll.Projects.Contains(project))
        .Select(one => one.Poll).FirstOrDefault();

    internal void Ask(AskForList ask, Effects effects)
    {
        if (ask.Projects.Length > PollTerms.MostProjects || ask.Projects.Distinct().Count() != ask.Projects.Length)
        {
            effects.Refuse(desk, "too_many_projects", new Text(
                $"一张清单最多 {PollTerms.MostProjects} 个不同的项目，这里有 {ask.Projects.Length} 个",
                $"a list has at most {PollTerms.MostProjects} different projects, this one {ask.Projects.Length}"));
            return;
        }
        var chosen = ask.Projects.Select(find).OfType<ProjectStanding>().Where(one => one.State == ProjectState.Candidate).ToList();
        if (chosen.Count != ask.Projects.Length)
            effects.Refuse(desk, "no_such_project", new Text("清单里有的项目不是待选项目", "the list has a project that may not be chosen now"));
        else if (chosen.FirstOrDefault(one => one.Project.Due <= ask.Voting.Closes.InUtc().Date) is { } early)
            effects.Refuse(desk, "due_too_early", new Text(
                $"项目“{early.Project.Title.Zh}”的完成日期要晚于打钩截止", $"\"{early.Project.Title.En}\" is due before the ticks end; change its date"));
        else
            Propose(
                new Poll(
                    "", ask.Title, Ideas(chosen), [.. chosen.Select(one => one.Project.Title)], ask.Voting.Opens, ask.Voting.Closes,
                    ask.Voting.Quorum)
                { Kind = PollKind.List, Projects = ask.Projects, MostTicks = ask.MostTicks }, effects);
    }

    internal void Ask(AskForVariants ask, Effects effects)
    {
        var project = find(ask.Project)!.Project;
        Propose(
            new Poll(
                "", new($"{project.Title.Zh}：{ask.Question.Zh}", $"{project.Title.En}: {ask.Question.En}"), project.Idea, ask.Variants,
                ask.Voting.Opens, ask.Voting.Closes, ask.Voting.Quorum)
            { Kind = PollKind.Variants, Projects = [ask.Project], MostTicks = ask.MostTicks }, effects);
    }

    internal void Ask(AskForSatisfaction ask, Effects effects)
    {
        var one = find(ask.Project)!;
        var title = one.Project.Title;
        Propose(
            new Poll(
                "", new($"{title.Zh}：做得怎么样？", $"{title.En}: how did it turn out?"), one.Ending!.Outcome, [.. Grades], ask.Voting.Opens,
                ask.Voting.Closes, ask.Voting.Quorum)
            { Kind = PollKind.Satisfaction, Projects = [ask.Project], SatisfiedShare = ask.SatisfiedShare }, effects);
    }

    private void Propose(Poll poll, Effects effects)
    {
        if (poll.Projects.Select(id => OpenAbout(polls, id, effects.Now.At)).FirstOrDefault(open => open is not null) is { } open)
            effects.Refuse(desk, "being_asked", new Text(
                $"“{open.Title.Zh}”还在打钩或等批准", $"\"{open.Title.En}\" is being asked already, or waits for approval"));
        else
            effects.Request(new ProposePoll(poll));
    }

    private static Text Ideas(List<ProjectStanding> chosen) => new(
        string.Join('\n', chosen.Select((one, index) => string.Create(
            CultureInfo.InvariantCulture, $"{index + 1}. {one.Project.Title.Zh}：{Shortly(one.Project.Idea.Zh)}"))),
        string.Join('\n', chosen.Select((one, index) => string.Create(
            CultureInfo.InvariantCulture, $"{index + 1}. {one.Project.Title.En}: {Shortly(one.Project.Idea.En)}"))));

    /// <summary>So that fifteen fit; the whole stands on the project's page.</summary>
    private static string Shortly(string idea) => idea.Length <= 60 ? idea : idea[..60] + "…";
}
