namespace Estate.Domain.Parking;

/// <summary>A bay out of use, and why.</summary>
public sealed record Closing(string By, string Reason);
