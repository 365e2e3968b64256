using System.Collections.Immutable;
using NodaTime;

namespace Estate.Domain.Projects;

/// <summary>A project and all that became of it: its life, read from its facts in their order.</summary>
public sealed record ProjectStanding
{
    private readonly ImmutableList<ProjectFact> _facts;

    private ProjectStanding(ImmutableList<ProjectFact> facts)
    {
        _facts = facts;
        Project = ((ProjectAdded)facts[0]).Content;
        AddedAt = facts[0].Time.At;
        foreach (var fact in facts)
            Take(fact);
    }

    public Project Project { get; private set; }

    public Instant AddedAt { get; }

    public ProjectState State { get; private set; }

    /// <summary>The last one; it stays visible where the project went back on the list.</summary>
    public Promise? Promise { get; private set; }

    public Ending? Ending { get; private set; }

    public ImmutableArray<Meeting> Meetings { get; private set; } = [];

    public ImmutableArray<Verdict> Verdicts { get; private set; } = [];

    /// <summary>Why it was given up; null: it was not.</summary>
    public string? DropReason { get; private set; }

    /// <summary>It was done before, and too few were satisfied.</summary>
    public bool IsBack => State == ProjectState.Candidate && Verdicts.Length > 0;

    internal static ProjectStanding Of(ProjectAdded added) => new([added]);

    internal ProjectStanding With(ProjectFact fact) => new(_facts.Add(fact));

    /// <summary>As if it had not been, whatever came since.</summary>
    internal ProjectStanding Without(ProjectFact fact) => new(_facts.Remove(fact));

    private void Take(ProjectFact fact)
    {
        switch (fact)
        {
            case ProjectRevised revised:
                Project = revised.Content;
                break;
            case ProjectDropped dropped:
                (State, DropReason) = (ProjectState.Dropped, dropped.Reason);
                break;
            case ProjectCommitted one:
                (State, Promise, Ending) = (ProjectState.Committed, new(one.Poll, one.Rank, one.Ticks, one.Due, one.Time.At), null);
                break;
            case MeetingHeld held:
                Meetings = Meetings.Add(held.Content);
                break;
            case ProjectFinished finished:
                (State, Ending) = (ProjectState.Finished, new(finished.Result, finished.Time.At));
                break;
            case ProjectJudged judged:
                State = judged.IsSatisfied ? ProjectState.Accepted : ProjectState.Candidate;
                Verdicts = Verdicts.Add(new(judged.Poll, judged.IsSatisfied, judged.Time.At));
                break;
        }
    }
}
