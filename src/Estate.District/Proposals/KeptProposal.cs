namespace Estate.District.Proposals;

/// <summary>A proposal as it is kept; times in UTC, content JSON.</summary>
public sealed record KeptProposal(
    string Id, string Kind, string Title, string Content, string SentBy, DateTime At, DateTime ValidUntil)
{
    /// <summary>Null where it stands.</summary>
    public DateTime? WithdrawnAt { get; init; }
}

/// <summary>To how many estates a proposal went, and what became of it.</summary>
public sealed record ProposalCount(KeptProposal Proposal, int Estates, int Delivered, int TakenUp, int Declined)
{
    /// <summary>Estates that do not show it any more, since it was withdrawn.</summary>
    public int Withdrawn { get; init; }

    /// <summary>Whether the account that asks may withdraw it now.</summary>
    public bool MayWithdraw { get; init; }
}

/// <summary>What one estate did with a proposal.</summary>
public sealed record ProposalAnswer(string Site, string Name, bool IsDelivered, bool IsTakenUp, bool IsDeclined)
{
    public bool IsWithdrawn { get; init; }
}
