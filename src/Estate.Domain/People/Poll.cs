using System.Collections.Immutable;
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
    public string Author { get; init; } = "";

    /// <summary>What is to be drafted when the yes wins; null: nothing but the result.</summary>
    public PollConsequence? Consequence { get; init; }

    Instant? IProposal.ApprovableUntilExclusive => Closes;

    public bool IsOpenAt(Instant now) => Opens <= now && now < Closes;

    /// <summary>The yes wins with a quorum and more than half of those who ticked.</summary>
    public bool IsAccepted(ImmutableArray<int> counts) => counts.Sum() >= Quorum && counts[0] * 2 > counts.Sum();
}

/// <summary>
/// A draft for the committee: of whose rules (<c>points</c>, or a device such as <c>gate/s-gate</c>), as its API takes it.
/// </summary>
public sealed record PollConsequence(string Target, string Body);

/// <summary>How a poll ended. Who ticked what is known to nobody.</summary>
[MayLeave("turnout", "households")]
public sealed record PollResult(ImmutableArray<int> Counts, int Households, bool IsAccepted)
{
    public int Turnout => Counts.Sum();
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
