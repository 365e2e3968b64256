namespace Estate.Domain.Devices;

/// <summary>A supply line that several outlets share; more than <paramref name="LimitW"/> watt it cannot carry.</summary>
public sealed record Feeder(string Name, double LimitW);
