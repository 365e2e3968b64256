using NodaTime;

namespace Estate.Domain.Approvals;

/// <summary>What one person proposed and a second must approve (four eyes).</summary>
public interface IProposal
{
    string Id { get; }

    string Author { get; }

    /// <summary>Too late from then on, because it would take effect or has ended; null: never too late.</summary>
    Instant? ApprovableUntilExclusive => null;

    /// <summary>The version it changes: once another is decided it has to be proposed again; null: it changes none.</summary>
    int? BasedOn => null;

    /// <summary>Holds for a time, so that nobody decides it while the clock is not set.</summary>
    bool IsTimed => ApprovableUntilExclusive is not null;
}

/// <summary>Who may be the second person.</summary>
public static class SecondPerson
{
    public static bool MayApprove(IProposal proposal, string? who) =>
        !string.Equals(proposal.Author, who, StringComparison.OrdinalIgnoreCase);
}
