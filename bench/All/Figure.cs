namespace Estate.Bench.All;

/// <summary>What was measured; null where the bench did not say it.</summary>
internal sealed record Figure(Target Target, double? Value)
{
    internal const string Met = "met";

    internal bool IsMissed => Value is { } value && !Target.IsMet(value);

    /// <summary>Met, or not told where it need not be.</summary>
    internal bool IsGood => Value is null ? Target.IsOptional : !IsMissed;

    internal string Measured => Value is { } value ? Target.Words(value) : "–";

    internal string Verdict => Value is null ? "not measured" : IsMissed ? "not met" : Met;
}
