using System.Collections.Immutable;
using System.Text.Json;
using Estate.Domain.Devices;
using Estate.Domain.People;
using Estate.Domain.Projects;
using NodaTime;

namespace Estate.Domain.Tests.Projects;

/// <summary>An estate whose households have their say: polls and projects, moved by hand.</summary>
internal sealed class SayBook
{
    internal static readonly LocalDate Due = new(2026, 12, 1);
    private static readonly Instant Start = Instant.FromUtc(2026, 3, 2, 0, 0);

    private readonly EstateMachine _machine;
    private readonly List<Outcome> _outcomes = [];
    private readonly int _households;
    private Duration _uptime = Duration.FromHours(1);

    internal SayBook(int households)
    {
        _households = households;
        Polls = new(households, Knows);
        Projects = new(Polls, Knows);
        _machine = new([], [], [Polls, Projects]);
    }

    internal PollReactor Polls { get; }

    internal ProjectReactor Projects { get; }

    internal Instant Now => Start + _uptime;

    internal IEnumerable<Fact> Facts => _outcomes.OfType<Recorded>().Select(one => one.Fact);

    internal static Project Project(string title, params ImmutableArray<string> wishes) =>
        new("", Text.Same(title), Text.Same("An idea"), Due, wishes);

    internal Voting Voting(int quorum) => new(Now, Now + Duration.FromDays(7), quorum);

    internal Answer Ask(IRequest request, string by)
    {
        var outcomes = _machine.Step(new RequestReceived(request, by, Now), _uptime);
        _outcomes.AddRange(outcomes);
        return outcomes.OfType<Replied>().Single().Answer;
    }

    internal void AskInVain(IRequest request, string by) =>
        _machine.Undo(_machine.Step(new RequestReceived(request, by, Now), _uptime), []);

    internal IReadOnlyList<string> AddProjects(int count, params ImmutableArray<string> wishesOfFirst) =>
        [.. Enumerable.Range(1, count).Select(number =>
            Ask(new AddProject(Project($"Project {number}", number == 1 ? wishesOfFirst : [])), "chair").Detail!)];

    /// <summary>Asked by one, approved by another.</summary>
    internal string Open(IRequest ask)
    {
        var id = Ask(ask, "chair") is { Reason: null, Detail: { } poll } ? poll : throw new InvalidOperationException($"{ask} was refused");
        Ask(new ApprovePoll(id), "secretary");
        return id;
    }

    /// <summary>A list of two, the first with a tick of nobody yet.</summary>
    internal string OpenFirstProject(bool isThere = false)
    {
        if (!isThere)
            AddProjects(2);
        return Open(new AskForList(Text.Same("A list"), ["project-1", "project-2"], 1, Voting(5)));
    }

    internal void FinishFirstProject()
    {
        var poll = OpenFirstProject();
        TickAll(poll, 6, 0);
        Close(poll);
        Ask(new FinishProject("project-1", Text.Same("done")), "chair");
    }

    internal void Revise(string id) =>
        Ask(new ReviseProject(Project("Project 1, better") with { Id = id }), "chair");

    internal Answer Hold(string project, MeetingKind kind) => Ask(
        new HoldMeeting(project, new(kind, Now.InUtc().Date, Text.Same("Minutes"), 12, "2026-17")), "secretary");

    internal Answer Tick(string poll, int household, params ImmutableArray<int> options) =>
        Ask(new TickPoll(poll, $"h{household}", [.. options.Distinct()], "phone"), "household");

    internal void TickAll(string poll, int households, params ImmutableArray<int> options)
    {
        foreach (var household in Enumerable.Range(1, households))
            Tick(poll, household, options);
    }

    /// <returns>Whether the project is accepted.</returns>
    internal bool Judge(string project, IReadOnlyList<int> grades)
    {
        var poll = Open(new AskForSatisfaction(project, 60, Voting(1)));
        for (var i = 0; i < grades.Count; i++)
            Tick(poll, i + 1, grades[i]);
        Close(poll);
        return Polls.Find(poll)!.Result!.IsAccepted;
    }

    internal void Close(string poll)
    {
        _uptime += Polls.Find(poll)!.Poll.Closes - Now;
        _outcomes.AddRange(_machine.Step(new Tick(Now), _uptime));
    }

    internal void Pass(Duration length) => _uptime += length;

    /// <summary>As the journal and the tallies leave them.</summary>
    internal (ProjectReactor Projects, PollReactor Polls) Again()
    {
        var facts = Facts.Select(fact => (Fact)JsonSerializer.Deserialize(
            JsonSerializer.Serialize(fact, fact.Schema), fact.Schema)!).Reverse().ToList();
        var polls = new PollReactor(_households, Knows);
        polls.Restore(
            [.. facts.OfType<PollFact>()],
            _outcomes.OfType<TallySaved>().GroupBy(one => one.Tally.Poll).ToDictionary(one => one.Key, one => one.Last().Tally));
        var projects = new ProjectReactor(polls, Knows);
        projects.Restore([.. facts.OfType<ProjectFact>()]);
        return (projects, polls);
    }

    private bool Knows(string household) =>
        household.StartsWith('h') && int.TryParse(household[1..], out var number) && number <= _households;
}
