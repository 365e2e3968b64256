namespace Estate.Domain.Devices;

/// <summary>A reading that profiles can give, by its name and values.</summary>
/// <param name="Make">Takes the values by their place in <paramref name="Fields"/>; null where they say nothing.</param>
internal sealed record ReadingShape(string Name, IReadOnlyList<ReadingField> Fields, Func<ReadingValues, IReading?> Make);
