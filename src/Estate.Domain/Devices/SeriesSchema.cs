namespace Estate.Domain.Devices;

/// <summary>A measurement a kind writes: its tags and its fields, all numbers, with their units in their names.</summary>
public sealed record SeriesSchema(string Name, IReadOnlyList<string> Tags, IReadOnlyList<string> Fields);
