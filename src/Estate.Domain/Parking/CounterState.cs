namespace Estate.Domain.Parking;

/// <summary>An entry counter as last known.</summary>
public sealed record CounterState
{
    public long In { get; init; }
    public long Out { get; init; }
}
