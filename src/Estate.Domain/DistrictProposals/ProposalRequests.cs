using Estate.Domain.Devices;
using NodaTime;

namespace Estate.Domain.DistrictProposals;

/// <summary>By the gateway itself, for what arrived with a signature that holds.</summary>
public sealed record ReceiveProposal(DistrictProposal Proposal) : IRequest
{
    string IRequest.About => Proposal.Id;
}

/// <summary>
/// By the gateway itself, likewise: the district does not propose it any more. What was answered stays; what has not come yet will not be
/// shown when it comes.
/// </summary>
public sealed record WithdrawProposal(string Proposal, Instant ValidUntil) : IRequest
{
    string IRequest.About => Proposal;
}

/// <summary>
/// By a member of the committee: <paramref name="Act"/> is asked in this member's name, in the same step, as if they had asked it
/// themselves; where it is refused the proposal stays open.
/// </summary>
public sealed record TakeUpProposal(string Proposal, IProposable Act) : IRequest
{
    string IRequest.About => Proposal;
}

/// <summary>
/// By whoever has just saved the file that it proposes, under their name, where such files are kept: the machine has no part in that.
/// </summary>
public sealed record NoteProposalSaved(string Proposal) : IRequest
{
    string IRequest.About => Proposal;
}

public sealed record DeclineProposal(string Proposal) : IRequest
{
    string IRequest.About => Proposal;
}

/// <summary>Follows what was asked for, in its step, and sees how it was answered.</summary>
internal sealed record ConcludeTakeUp(string Proposal) : IRequest
{
    string IRequest.About => Proposal;
}
