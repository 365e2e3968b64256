namespace Estate.Gateway.Configuration;

/// <summary>What the estate wants to reach with sorting, in per cent; null where it set itself no such goal.</summary>
/// <param name="ParticipationPct">Of the households, in a month.</param>
/// <param name="WetSharePct">Wet waste, of wet and residual waste by weight.</param>
internal sealed record SortingGoals(double? ParticipationPct = null, double? WetSharePct = null)
{
    internal static SortingGoals From(EstateFile.GoalsSection section, Action<string> error)
    {
        foreach (var (name, goal) in new[] { ("participation_pct", section.ParticipationPct), ("wet_share_pct", section.WetSharePct) })
            if (goal is not (null or (> 0 and <= 100)))
                error($"goals.{name}: more than 0, at most 100");
        return new(section.ParticipationPct, section.WetSharePct);
    }
}
