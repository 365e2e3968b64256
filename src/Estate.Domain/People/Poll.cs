using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Estate.Domain.Approvals;
using Estate.Domain.Devices;
using NodaTime;

namespace Estate.Domain.People;

/// <summary>A question the committee puts to the households (居民打钩): each ticks one option, once.</summary>
/// <param name="Options">The first one is the yes, where something follows from it.</param>
/// <param name="Quorum">Households that must tick for the result to count.</param>
public sealed record Poll(string Id, Text Title, Text Explanation, ImmutableArray<Text> Options, Instant Opens, Instant Closes, int Quorum)
    : IProposal
{
    /// <summary>Households of whom nothing is said because they are fewer, where projects are asked about.</summary>
    public const int FewestShown = 5;

    public string Author { get; init; } = "";

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public PollKind Kind { get; init; }

    /// <summary>The projects it is about: for a list one for each option, for the others one.</summary>
    [JsonIgnore]
    public ImmutableArray<string> Projects
    {
        get => AboutProjects ?? [];
        init => AboutProjects = value.IsEmpty ? null : value;
    }

    /// <summary>Options that a household may tick at the same time.</summary>
    [JsonIgnore]
    public int MostTicks
    {
        get => TicksEach ?? 1;
        init => TicksEach = value == 1 ? null : value;
    }

    /// <summary>In per cent: with fewer satisfied households the project goes back on the list.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int SatisfiedShare { get; init; }

    /// <summary>As it is stored: a question is written as before there were other kinds.</summary>
    public ImmutableArray<string>? AboutProjects { get; init; }

    /// <inheritdoc cref="AboutProjects"/>
    public int? TicksEach { get; init; }

    /// <summary>What is to be drafted when the yes wins; null: nothing but the result.</summary>
    public PollConsequence? Consequence { get; init; }

    Instant? IProposal.ApprovableUntilExclusive => Closes;

    public bool IsOpenAt(Instant now) => Opens <= now && now < Closes;

    /// <summary>Grades that mean satisfied, the first of the five.</summary>
    internal const int SatisfiedGrades = 2;

    /// <summary>A line may be written beside the tick.</summary>
    [JsonIgnore]
    public bool HasWords => Kind == PollKind.Satisfaction;

    internal PollResult ResultOf(ImmutableArray<int> counts, int ticked, int households)
    {
        var turnout = MostTicks == 1 ? counts.Sum() : ticked;
        return new(counts, households, IsAccepted(counts, turnout))
        {
            Participants = MostTicks == 1 ? null : turnout,
            Satisfied = Kind == PollKind.Satisfaction && turnout >= FewestShown ? counts.Take(SatisfiedGrades).Sum() : null,
        };
    }

    /// <summary>
    /// A question's yes wins with a quorum and more than half of those who ticked; a list and variants count with the quorum; a project
    /// satisfies where the share that was set does.
    /// </summary>
    private bool IsAccepted(ImmutableArray<int> counts, int turnout) => turnout >= Quorum && Kind switch
    {
        PollKind.Question => counts[0] * 2 > turnout,
        PollKind.Satisfaction => turnout >= FewestShown && counts.Take(SatisfiedGrades).Sum() * 100 >= SatisfiedShare * turnout,
        _ => turnout >= FewestShown,
    };
}

/// <summary>
/// A draft for the committee: of whose rules (<c>points</c>, or a device such as <c>gate/s-gate</c>), as its API takes it.
/// </summary>
public sealed record PollConsequence(string Target, string Body);

/// <summary>How a poll ended. Who ticked what is known to nobody.</summary>
[MayLeave("turnout", "households", "satisfied")]
public sealed record PollResult(ImmutableArray<int> Counts, int Households, bool IsAccepted)
{
    /// <summary>Null where each that took part ticked once.</summary>
    public int? Participants { get; init; }

    /// <summary>Households that are satisfied with a project; null where nobody asked, or too few answered.</summary>
    public int? Satisfied { get; init; }

    /// <summary>Households that took part.</summary>
    public int Turnout => Participants ?? Counts.Sum();
}

/// <summary>Proposes a poll; another member of the committee must approve it.</summary>
public sealed record ProposePoll(Poll Poll) : IRequest;

public sealed record ApprovePoll(string Poll) : IRequest
{
    string IRequest.About => Poll;
}

/// <summary>Before it opens.</summary>
public sealed record WithdrawPoll(string Poll) : IRequest
{
    string IRequest.About => Poll;
}

/// <summary>The draft of an accepted poll lies before the committee, under <paramref name="Proposal"/>.</summary>
public sealed record NotePollDraft(string Poll, string Proposal) : IRequest
{
    string IRequest.About => Poll;
}
