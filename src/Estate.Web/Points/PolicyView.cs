using Estate.Domain.Devices;
using Estate.Domain.Points;
using Estate.Web.Gate;
using NodaTime;

namespace Estate.Web.Points;

internal sealed record PolicyView(
    int Version, string? EffectiveFrom, IReadOnlyList<DisposalWindow> Windows, int PointsPerSession, int SessionsPerDay, int PointsPerRoll,
    int MinGrams, Text Text)
{
    internal static PolicyView Of(AwardPolicy policy, DateTimeZone zone) =>
        new(policy.Version, policy.EffectiveFrom == Instant.MinValue ? null : GateViews.Local(policy.EffectiveFrom, zone),
        policy.Windows, policy.PointsPerSession, policy.SessionsPerDay, policy.PointsPerRoll, policy.MinGrams, PolicyTexts.Of(policy));
}
