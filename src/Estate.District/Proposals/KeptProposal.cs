namespace Estate.District.Proposals;

/// <summary>A proposal as it is kept; times in UTC, content JSON.</summary>
public sealed record KeptProposal(
    string Id, string Kind, string Title, string Content, string SentBy, DateTime At, DateTime ValidUntil);

/// <summary>To how many estates a proposal went, and what became of it.</summary>
public sealed record ProposalCount(KeptProposal Proposal, int Estates, int Delivered, int TakenUp, int Declined);

/// <summary>What one estate did with a proposal.</summary>
public sealed record ProposalAnswer(string Site, string Name, bool IsDelivered, bool IsTakenUp, bool IsDeclined);
