namespace Estate.Domain.Devices;

/// <summary>A measurement a kind writes: its tags and its fields, all numbers, with their units in their names.</summary>
public sealed record SeriesSchema(string Name, IReadOnlyList<string> Tags, IReadOnlyList<string> Fields)
{
    /// <summary>Fields that are drawn as curves, as people read them. Codes of states have no curve.</summary>
    public IReadOnlyDictionary<string, FieldText> Curves { get; init; } = new Dictionary<string, FieldText>();

    /// <summary>What a part is called, such as a socket or a compartment, from its tag.</summary>
    public Func<string, Text> PartName { get; init; } = Text.Same;
}
