using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Estate.Domain.Approvals;
using Estate.Domain.Devices;
using NodaTime;

namespace Estate.Domain.Visits;

/// <summary>What somebody went to a household for.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<VisitPurpose>))]
public enum VisitPurpose
{
    /// <summary>How somebody is (关爱).</summary>
    Care,

    /// <summary>Gas, wires, fire (安全).</summary>
    Safety,

    /// <summary>What they think (听意见).</summary>
    Opinion,

    /// <summary>A quarrel (调解).</summary>
    Mediation,

    /// <summary>Anything else.</summary>
    Other,
}

/// <summary>How a household agreed that the visit is noted.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<VisitConsent>))]
public enum VisitConsent
{
    /// <summary>It did not: nothing may be noted.</summary>
    None,

    /// <summary>Said at the visit.</summary>
    Said,

    /// <summary>On paper, which the committee keeps.</summary>
    Written,
}

/// <summary>A visit to a household (走访), as its visitor noted it.</summary>
/// <param name="Next">When to come again; null: not agreed.</param>
public sealed record Visit(
    string Id, string Household, VisitPurpose Purpose, VisitConsent Consent, string Words, LocalDate On, LocalDate? Next, string By)
{
    /// <summary>When it was noted; it is forgotten by this.</summary>
    public Instant At { get; init; }
}

/// <summary>Who may note visits, and who of the committee sees all of them.</summary>
/// <param name="Keeper">By the name of an account.</param>
public sealed record VisitRoster(string Id, string Keeper, ImmutableArray<Volunteer> Volunteers) : IProposal
{
    public string Author { get; init; } = "";

    public bool IsKeeper(string name) => IsSame(Keeper, name);

    /// <summary>Who keeps the log may note visits, too.</summary>
    public bool MayNote(string name) => IsKeeper(name) || Volunteers.Any(one => IsSame(one.Name, name));

    private static bool IsSame(string one, string other) =>
        other.Length > 0 && string.Equals(one, other, StringComparison.OrdinalIgnoreCase);
}

/// <summary>One who goes to households, by the name of an account.</summary>
public sealed record Volunteer([property: JsonPropertyName("volunteer")] string Name);

/// <summary>Who keeps the log and who goes; another member of the committee must approve it.</summary>
public sealed record ProposeVisitRoster(VisitRoster Roster) : IRequest;

public sealed record ApproveVisitRoster(string Proposal) : IRequest
{
    string IRequest.About => Proposal;
}

public sealed record WithdrawVisitRoster(string Proposal) : IRequest
{
    string IRequest.About => Proposal;
}

/// <summary>By who was there. The audit does not say where.</summary>
public sealed record NoteVisit(
    string Household, VisitPurpose Purpose, VisitConsent Consent, string Words, LocalDate On, LocalDate? Next) : IRequest;
