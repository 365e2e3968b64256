namespace Estate.Adapters.Gpio;

/// <summary>An input or output line. <paramref name="Name"/> is the caller's own key, such as "gate/s-gate:contact".</summary>
public sealed record PinLine(string Name, LineAddress Line)
{
    /// <summary>A low voltage means active: contacts to ground, and most relay boards.</summary>
    public bool IsActiveLow { get; init; }

    public PinBias Bias { get; init; }

    /// <summary>Of an input: how long a level must last to count. Zero: none.</summary>
    public TimeSpan Debounce { get; init; }
}

/// <summary>Both wires of a Wiegand reader: a pulse on the first is a 0, on the second a 1.</summary>
public sealed record PinReader(string Name, LineAddress Data0, LineAddress Data1)
{
    public PinBias Bias { get; init; } = PinBias.PullUp;

    /// <summary>A frame is over when no pulse came for longer than this. Readers leave up to 20 ms between bits.</summary>
    public TimeSpan FrameGap { get; init; } = TimeSpan.FromMilliseconds(30);
}

/// <summary>All lines the gateway holds. A name, and a line, is there once only.</summary>
public sealed record PinPlan(IReadOnlyList<PinLine> Outputs, IReadOnlyList<PinLine> Inputs, IReadOnlyList<PinReader> Readers)
{
    private static readonly TimeSpan MaxWait = TimeSpan.FromSeconds(10);

    /// <exception cref="ArgumentException">The plan contradicts itself; says where.</exception>
    internal void Check()
    {
        var lines = Outputs.Concat(Inputs).Select(line => (line.Name, line.Line))
            .Concat(Readers.SelectMany(reader => new[] { (reader.Name, Line: reader.Data0), (reader.Name, Line: reader.Data1) })).ToList();
        var names = Outputs.Concat(Inputs).Select(line => line.Name).Concat(Readers.Select(reader => reader.Name)).ToList();
        foreach (var name in names.Where(name =>
                string.IsNullOrWhiteSpace(name) || name != name.Trim() || name.Length > 200 || name.Any(char.IsControl)))
            throw new ArgumentException($"'{name}' cannot name a pin: 1 to 200 letters, no control letters, no space at an end");
        foreach (var name in names.GroupBy(name => name).Where(same => same.Count() > 1))
            throw new ArgumentException($"two pins have the name '{name.Key}'");
        foreach (var line in lines.GroupBy(line => line.Line).Where(same => same.Count() > 1))
            throw new ArgumentException($"line {line.Key} is used twice: {string.Join(", ", line.Select(use => use.Name))}");
        foreach (var line in Inputs.Where(line => line.Debounce < TimeSpan.Zero || line.Debounce > MaxWait))
            throw new ArgumentException($"'{line.Name}' has a debounce of {line.Debounce}, not 0 to {MaxWait}");
        foreach (var reader in Readers.Where(reader => reader.FrameGap < TimeSpan.FromMilliseconds(1) || reader.FrameGap > MaxWait))
            throw new ArgumentException($"'{reader.Name}' has a frame gap of {reader.FrameGap}, not 1 ms to {MaxWait}");
    }
}
