using System.Globalization;
using Estate.Domain.Approvals;
using Estate.Domain.Devices;
using Estate.Domain.People;
using NodaTime;

namespace Estate.Domain.Projects;

/// <summary>
/// The residents' say, from a wish to their satisfaction: projects are put to the households as polls, and what the ticks say is what
/// becomes of them.
/// </summary>
/// <param name="polls">Who asks and counts; two persons decide on each poll.</param>
/// <param name="knows">Whether there is such a household.</param>
public sealed class ProjectReactor(PollReactor polls, Func<string, bool> knows) : IReactor
{
    /// <summary>The first so many of a list are promised.</summary>
    public const int Promised = 10;
    private const int MostProjects = 1_000;

    /// <summary>Under whose name wishes and projects are journaled.</summary>
    public static readonly DeviceId JournalId = new("desk", "projects");

    /// <summary>The facts it is made again from.</summary>
    public static readonly IReadOnlyList<Type> RecoversFrom = [
        typeof(WishMade), typeof(WishSetAside), typeof(ProjectAdded), typeof(ProjectRevised), typeof(ProjectDropped),
        typeof(ProjectCommitted), typeof(MeetingHeld), typeof(ProjectFinished), typeof(ProjectJudged)];

    private readonly Dictionary<string, ProjectStanding> _projects = [];
    private readonly WishList _wishes = new(knows);
    private int _last;

    /// <summary>The newest first.</summary>
    public IReadOnlyList<ProjectStanding> All => [.. _projects.Values.OrderByDescending(one => one.AddedAt)
        .ThenByDescending(one => one.Project.Id.Length).ThenByDescending(one => one.Project.Id, StringComparer.Ordinal)];

    /// <summary>The newest first.</summary>
    public IReadOnlyList<Wish> Wishes => [.. _wishes.All.OrderByDescending(one => one.At)];

    public ProjectStanding? Find(string id) => _projects.GetValueOrDefault(id);

    public Wish? FindWish(string id) => _wishes.Find(id);

    /// <param name="facts">Of <see cref="JournalId"/>, the newest first.</param>
    public void Restore(IReadOnlyCollection<Fact> facts)
    {
        var all = facts.OfType<ProjectFact>().Reverse().ToList();
        _last = Proposals.HighestNumber(all.Select(fact => fact.About).Where(id => id.StartsWith("project-", StringComparison.Ordinal)));
        foreach (var fact in all)
            if (fact is ProjectAdded added)
                _projects[fact.About] = ProjectStanding.Of(added);
            else if (_projects.TryGetValue(fact.About, out var known))
                _projects[fact.About] = known.With(fact);
        _wishes.Restore(all);
    }

    public void React(Fact fact, Effects effects)
    {
        if (fact is not PollClosed { Result: var result } closed || polls.Find(closed.Poll) is not { Poll: var poll })
            return;
        if (poll.Kind == PollKind.List && result.IsAccepted)
            Promise(poll, result, effects);
        else if (poll.Kind == PollKind.Satisfaction && result.Turnout >= Math.Max(poll.Quorum, Poll.FewestShown)
            && Find(poll.Projects[0]) is { State: ProjectState.Finished })
            Record(new ProjectJudged(JournalId, effects.Time, poll.Projects[0], poll.Id, result.IsAccepted), effects);
    }

    public void Tick(Instant now, Effects effects)
    {
    }

    public bool TryHandle(IRequest request, string by, Instant now, Effects effects)
    {
        switch (request)
        {
            case MakeWish make:
                _wishes.Make(make, JournalId, effects);
                return true;
            case SetWishAside aside:
                _wishes.SetAside(aside, JournalId, by, effects);
                return true;
            case AddProject { Project: var project }:
                Add(project, by, effects);
                return true;
            case ReviseProject { Project: var project }:
                Revise(project, by, effects);
                return true;
            case DropProject drop:
                if (InState(drop.Project, effects, ProjectState.Candidate, ProjectState.Committed))
                    Decide(ProjectTerms.ReasonProblem(drop.Reason), effects, () =>
                        new ProjectDropped(JournalId, effects.Time, drop.Project, drop.Reason.Trim(), by));
                return true;
            case HoldMeeting hold:
                if (InState(hold.Project, effects, [.. Enum.GetValues<ProjectState>().Where(state => state != ProjectState.Dropped)]))
                    Decide(ProjectTerms.Problem(hold.Meeting, effects.Now), effects, () =>
                        new MeetingHeld(JournalId, effects.Time, hold.Project, hold.Meeting, by));
                return true;
            case FinishProject finish:
                if (InState(finish.Project, effects, ProjectState.Committed))
                    Decide(ProjectTerms.OutcomeProblem(finish.Outcome), effects, () =>
                        new ProjectFinished(JournalId, effects.Time, finish.Project, finish.Outcome, by));
                return true;
            default:
                return TryAsk(request, effects);
        }
    }

    private bool TryAsk(IRequest request, Effects effects)
    {
        var ask = new ProjectPolls(polls, Find, JournalId);
        switch (request)
        {
            case AskForList list:
                ask.Ask(list, effects);
                return true;
            case AskForVariants variants:
                if (InState(variants.Project, effects, ProjectState.Committed))
                    ask.Ask(variants, effects);
                return true;
            case AskForSatisfaction satisfaction:
                if (InState(satisfaction.Project, effects, ProjectState.Finished))
                    ask.Ask(satisfaction, effects);
                return true;
            default:
                return false;
        }
    }

    /// <summary>The first ten with any tick at all; of two with as many the one that stands first.</summary>
    private void Promise(Poll poll, PollResult result, Effects effects)
    {
        var ranked = poll.Projects.Select((id, index) => (Id: id, Ticks: result.Counts[index])).OrderByDescending(one => one.Ticks)
            .Where(one => one.Ticks > 0).Take(Promised).ToList();
        foreach (var ((id, ticks), index) in ranked.Select((one, index) => (one, index)))
            if (Find(id) is { State: ProjectState.Candidate } one)
                Record(new ProjectCommitted(JournalId, effects.Time, id, poll.Id, index + 1, ticks, one.Project.Due), effects);
    }

    private void Add(Project project, string by, Effects effects)
    {
        if (_projects.Count >= MostProjects)
            effects.Refuse(JournalId, "too_many_projects", new Text(
                $"最多 {MostProjects} 个项目", $"there are {MostProjects} projects, and no room for more"));
        else if (Problem(project, effects) is var (reason, text))
            effects.Refuse(JournalId, reason, text);
        else
        {
            var id = string.Create(CultureInfo.InvariantCulture, $"project-{++_last}");
            var added = new ProjectAdded(JournalId, effects.Time, id, project with { Id = id, Author = by });
            _projects[id] = ProjectStanding.Of(added);
            effects.Remember(() => _projects.Remove(id));
            effects.Remember(_wishes.TakeUp(id, added.Content));
            effects.Record(added);
            effects.Answer = new("added", new("已加入待选项目", "Added to those that may be chosen"), []) { Detail = id };
        }
    }

    private void Revise(Project project, string by, Effects effects)
    {
        if (!InState(project.Id, effects, ProjectState.Candidate))
            return;
        if (ProjectPolls.OpenAbout(polls, project.Id, effects.Now.At) is not null)
            effects.Refuse(JournalId, "being_asked", new Text("居民正在打钩，不能改", "the households are being asked about it; it stays as it is"));
        else if (Problem(project, effects) is var (reason, text))
            effects.Refuse(JournalId, reason, text);
        else
        {
            effects.Remember(_wishes.TakeUp(project.Id, project));
            Record(new ProjectRevised(JournalId, effects.Time, project.Id, project with { Author = by }), effects);
        }
    }

    private (string Reason, Text Text)? Problem(Project project, Effects effects) =>
        ProjectTerms.Problem(project, effects.Now) ?? (project.Wishes.FirstOrDefault(id =>
            _wishes.Find(id) is not { } wish || (!wish.IsOpen && wish.Project != project.Id)) is { } missing
            ? ("no_such_wish", new($"没有待处理的心愿 {missing}", $"there is no open wish {missing}")) : null);

    /// <summary>Refused where it is in no such state.</summary>
    private bool InState(string id, Effects effects, params ProjectState[] states)
    {
        if (Find(id) is not { } one)
            effects.Refuse(JournalId, "no_such_project", new Text($"没有项目 {id}", $"there is no project {id}"));
        else if (Array.IndexOf(states, one.State) >= 0)
            return true;
        else
            effects.Refuse(JournalId, "not_now", new Text(
                $"项目{ProjectTexts.Of(one.State).Zh}，不能这样做", $"not while the project is: {ProjectTexts.Of(one.State).En}"));
        return false;
    }

    private void Decide((string Reason, Text Text)? problem, Effects effects, Func<ProjectFact> fact)
    {
        if (problem is var (reason, text))
            effects.Refuse(JournalId, reason, text);
        else
            Record(fact(), effects);
    }

    private void Record(ProjectFact fact, Effects effects)
    {
        _projects[fact.About] = _projects[fact.About].With(fact);
        effects.Remember(() => _projects[fact.About] = _projects[fact.About].Without(fact));
        effects.Record(fact);
        effects.Answer = new("recorded", new("已登记", "Recorded"), []) { Detail = fact.About };
    }
}
