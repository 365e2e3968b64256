namespace Estate.Domain.Devices;

/// <summary>How often something was contributed, and how much of it altogether.</summary>
public readonly record struct Total(long Count, long Amount);
