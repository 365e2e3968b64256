using Estate.Domain.Approvals;

namespace Estate.Domain.Charging;

/// <summary>A longest session of more than ten hours that somebody proposed.</summary>
public sealed record LimitProposal(string Id, double MaxMinutes, string Author) : IProposal;
