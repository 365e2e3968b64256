using Estate.Domain.Devices;
using NodaTime;

namespace Estate.Domain.Rules;

/// <summary>A rule played over the past, beside the version in force, where there is one.</summary>
public sealed record BacktestReport(
    string Rule, Instant From, Instant Until, BacktestSide Candidate, BacktestSide? InForce, IReadOnlyList<FiringChange> Changes,
    long Inputs)
{
    /// <summary>Where not all of the past is as it was recorded.</summary>
    public Text? Note { get; init; }
}
