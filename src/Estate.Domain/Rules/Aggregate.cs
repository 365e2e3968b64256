namespace Estate.Domain.Rules;

/// <summary>How values of a window become one.</summary>
internal enum Aggregate
{
    Avg,
    Max,
    Min,
    Rate,
    Count,
    Last,
}
