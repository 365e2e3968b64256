using Estate.Domain.Devices;

namespace Estate.Domain.Points;

/// <summary>By a member of the committee: other rules for points, from a local time on.</summary>
public sealed record ProposePolicy(PolicyDraft Draft, string Resolution, NodaTime.LocalDateTime EffectiveFrom) : IProposable;

/// <summary>By somebody else than the author.</summary>
public sealed record ApprovePolicy(string Proposal) : IRequest
{
    string IRequest.About => Proposal;
}

public sealed record WithdrawPolicy(string Proposal) : IRequest
{
    string IRequest.About => Proposal;
}
