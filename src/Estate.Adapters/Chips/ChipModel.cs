namespace Estate.Adapters.Chips;

/// <summary>One kind of chip: an entry of <see cref="ChipModels"/> is all that it takes to offer it.</summary>
/// <param name="Unit">What a sensor measures in; empty for others.</param>
/// <param name="Open">Throws whatever the library throws where the chip does not answer.</param>
internal sealed record ChipModel(string Name, ChipRole Role, ChipBus Bus, string Unit, Func<ChipSettings, IBuses, IDisposable> Open)
{
    /// <summary>Where it can be on an I2C bus; the first if nothing is said.</summary>
    internal IReadOnlyList<int> Addresses { get; init; } = [];

    internal IReadOnlyList<ChipNumber> Numbers { get; init; } = [];

    /// <summary>Names of lines it needs beside its bus.</summary>
    internal IReadOnlyList<string> Lines { get; init; } = [];

    /// <summary>Allowed words of its settings, by name; the first is the default.</summary>
    internal IReadOnlyDictionary<string, IReadOnlyList<string>> Words { get; init; } = new Dictionary<string, IReadOnlyList<string>>();
}
