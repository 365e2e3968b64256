namespace Estate.Adapters.Chips;

/// <summary>A chip and the caller's own key of it, such as "gate/s-gate:reader".</summary>
public sealed record PlannedChip(string Name, ChipSettings Chip)
{
    /// <summary>How often a sensor is asked.</summary>
    public TimeSpan Every { get; init; } = TimeSpan.FromMinutes(1);
}

/// <summary>What is received of chips, one call at a time.</summary>
/// <param name="CardRead">The reader's name and the card's number in hexadecimal, once when a card comes.</param>
/// <param name="Measured">The sensor's name and what it measures, in its unit; null when it works and cannot tell.</param>
public sealed record ChipEvents(Action<string, string> CardRead, Action<string, double?> Measured)
{
    /// <summary>Heard by nobody.</summary>
    public static readonly ChipEvents Ignored = new((_, _) => { }, (_, _) => { });
}

/// <summary>Card readers, displays and sensors on this machine's buses and lines.</summary>
public interface IChips : IDisposable
{
    /// <summary>The chips that do not answer, each with why and what to do about it.</summary>
    IReadOnlyDictionary<string, string> Problems { get; }

    /// <summary>Begins, once; trouble with hardware does not throw, and is tried again every 5 s.</summary>
    void Start(ChipEvents events);

    /// <summary>
    /// What a display shows until something else is said, or until <paramref name="blankAfter"/> brought nothing. Does not wait.
    /// </summary>
    /// <exception cref="ArgumentException">The plan has no such display.</exception>
    void Show(string name, string text, TimeSpan blankAfter);
}

/// <summary>For an estate without such chips.</summary>
internal sealed class NoChips : IChips
{
    public IReadOnlyDictionary<string, string> Problems { get; } = new Dictionary<string, string>();

    public void Start(ChipEvents events)
    {
    }

    public void Show(string name, string text, TimeSpan blankAfter) =>
        throw new ArgumentException($"there is no display '{name}'", nameof(name));

    public void Dispose()
    {
    }
}
