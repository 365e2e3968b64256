using System.Collections.Immutable;
using NodaTime;

namespace Estate.Domain.Charging;

/// <summary>
/// Bought time by power tier: what is left is always given in bought minutes, so that a change of tier never changes what was
/// paid for (domain facts 2.2, note on tiers).
/// </summary>
internal static class PaidTime
{
    /// <summary>The share of a bought minute that a minute at this power lasts: 1 in the first tier.</summary>
    public static double RatioAt(double powerW, ImmutableArray<PowerTier> tiers) =>
        tiers.IsEmpty ? 1 : (tiers.FirstOrDefault(tier => powerW <= tier.UpToW) ?? tiers[^1]).Percent / 100;

    /// <summary>
    /// What is left of <paramref name="bought"/> after <paramref name="passed"/> at that ratio; may be negative where it ran over.
    /// </summary>
    public static Duration Spend(Duration bought, Duration passed, double ratio) => bought - (passed / ratio);
}
