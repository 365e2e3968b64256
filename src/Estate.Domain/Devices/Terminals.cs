namespace Estate.Domain.Devices;

/// <summary>
/// How a device looks that hangs on the gateway's own pins instead of MQTT: names of its terminals, and how what is read
/// there becomes the kind's readings. <paramref name="Levels"/> gets every wired input at once, so that a lost edge heals; null is
/// a wire that cannot be read.
/// </summary>
public sealed record Terminals(
    IReadOnlyList<string> Outputs,
    IReadOnlyList<string> Inputs,
    IReadOnlyList<string> Readers,
    Func<IReadOnlyDictionary<string, bool?>, IReading> Levels,
    Func<CardFrame, IReading> Frame)
{
    /// <summary>For kinds that only speak MQTT.</summary>
    public static readonly Terminals None = new([], [], [],
        _ => throw new NotSupportedException("this kind has no terminals"), _ =>
            throw new NotSupportedException("this kind has no terminals"));

    /// <summary>Inputs that may hang on several lines each, such as two fire contacts: active while any of them is.</summary>
    public IReadOnlyList<string> Several { get; init; } = [];

    /// <summary>The reading of all lines as they are now, each with its terminal; null is a line that cannot be read.</summary>
    public IReading Read(IEnumerable<(string Terminal, bool? IsActive)> lines) => Levels(
        lines.GroupBy(line => line.Terminal, line => line.IsActive).ToDictionary(same => same.Key, same => AnyOf([.. same])));

    /// <summary>What a reader makes of a card whose number it has read itself, in hexadecimal.</summary>
    public Func<string, IReading> Card { get; init; } = _ => throw new NotSupportedException("this kind has no readers");

    /// <summary>Terminals that show the text of a command <c>show</c>, driven here instead of over MQTT.</summary>
    public IReadOnlyList<string> Displays { get; init; } = [];

    /// <summary>Terminals that show the same by a light.</summary>
    public IReadOnlyList<string> Lamps { get; init; } = [];

    /// <summary>Terminals that say by a sound whether a card was accepted.</summary>
    public IReadOnlyList<string> Buzzers { get; init; } = [];

    /// <summary>What a sensor on this machine may measure of it.</summary>
    public IReadOnlyDictionary<string, Gauge> Gauges { get; init; } = new Dictionary<string, Gauge>();

    /// <summary>One that is not heard may be active: then nobody knows, unless another one is for certain.</summary>
    private static bool? AnyOf(IReadOnlyList<bool?> lines) => lines.Contains(true) ? true : lines.Contains(null) ? null : false;
}
