using System.Collections.Immutable;

namespace Estate.Domain.Points;

/// <summary>What shall be different; null members stay as they are.</summary>
public sealed record PolicyDraft
{
    public ImmutableArray<DisposalWindow>? Windows { get; init; }
    public int? PointsPerSession { get; init; }
    public int? SessionsPerDay { get; init; }
    public int? PointsPerRoll { get; init; }
    public int? MinGrams { get; init; }

    public AwardPolicy On(AwardPolicy policy) => policy with
    {
        Windows = Windows is { } windows ? [.. windows.OrderBy(window => window.Start)] : policy.Windows,
        PointsPerSession = PointsPerSession ?? policy.PointsPerSession,
        SessionsPerDay = SessionsPerDay ?? policy.SessionsPerDay,
        PointsPerRoll = PointsPerRoll ?? policy.PointsPerRoll,
        MinGrams = MinGrams ?? policy.MinGrams,
    };
}
