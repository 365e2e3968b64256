using System.Text.Json;
using Estate.Domain.Points;
using NodaTime;

namespace Estate.Web.Points;

/// <summary>A proposal as sent; what is left out stays as it is.</summary>
internal sealed record PolicyBody(string Resolution, LocalDateTime EffectiveFrom)
{
    public IReadOnlyList<DisposalWindow>? Windows { get; init; }
    public int? PointsPerSession { get; init; }
    public int? SessionsPerDay { get; init; }
    public int? PointsPerRoll { get; init; }
    public int? MinGrams { get; init; }

    internal ProposePolicy ToRequest() => new(
        new PolicyDraft
        {
            Windows = Windows is { } windows ? [.. windows] : null,
            PointsPerSession = PointsPerSession,
            SessionsPerDay = SessionsPerDay,
            PointsPerRoll = PointsPerRoll,
            MinGrams = MinGrams
        }, Resolution, EffectiveFrom);

    /// <summary>The same proposal once more, for what follows from a poll.</summary>
    internal static string Of(PolicyProposal proposal, DateTimeZone zone) =>
        JsonSerializer.Serialize(new PolicyBody(proposal.Resolution, proposal.Policy.EffectiveFrom.InZone(zone).LocalDateTime)
        {
            Windows = proposal.Policy.Windows,
            PointsPerSession = proposal.Policy.PointsPerSession,
            SessionsPerDay = proposal.Policy.SessionsPerDay,
            PointsPerRoll = proposal.Policy.PointsPerRoll,
            MinGrams = proposal.Policy.MinGrams,
        }, PolicyBodies.Default.PolicyBody);
}
