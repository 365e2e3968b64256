namespace Estate.Domain.Devices;

/// <summary>What a value of a reading is.</summary>
internal enum ReadingFieldType
{
    Number,
    Flag,
    Word,
}

/// <summary>
/// One value that a profile can give: by a name that says its unit, within what can be. What is beyond is left out alone.
/// </summary>
internal sealed record ReadingField
{
    /// <summary>Letters of a word.</summary>
    public const int MaxLength = 40;

    private ReadingField(string name, ReadingFieldType type) => (Name, Type) = (name, type);

    public string Name { get; }
    public ReadingFieldType Type { get; }
    public double Min { get; private init; }
    public double Max { get; private init; }

    /// <summary>The words there are; empty where any will do.</summary>
    public IReadOnlyList<string> Words { get; private init; } = [];

    /// <summary>It must be a whole number.</summary>
    public bool IsWhole { get; private init; }

    public static ReadingField Number(string name, double min, double max) =>
        new(name, ReadingFieldType.Number) { Min = min, Max = max };

    public static ReadingField Whole(string name, int min, int max) => Number(name, min, max) with { IsWhole = true };

    public static ReadingField Flag(string name) => new(name, ReadingFieldType.Flag);

    public static ReadingField Word(string name, params IReadOnlyList<string> words) =>
        new(name, ReadingFieldType.Word) { Words = words };
}
