namespace Estate.Adapters.Chips;

/// <summary>A chip and the caller's own key of it, such as "gate/s-gate:reader".</summary>
public sealed record PlannedChip(string Name, ChipSettings Chip)
{
    /// <summary>How often a sensor is asked.</summary>
    public TimeSpan Every { get; init; } = TimeSpan.FromMinutes(1);
}

/// <summary>Card readers, displays and sensors on this machine's buses and lines.</summary>
public interface IChips : IDisposable
{
    /// <summary>The chips that do not answer, each with why and what to do about it.</summary>
    IReadOnlyDictionary<string, string> Problems { get; }

    /// <summary>The reader's name and the card's number in hexadecimal, once when a card comes. One call at a time.</summary>
    Action<string, string>? CardRead { get; set; }

    /// <summary>The sensor's name and what it measures, in its unit; null when it works and cannot tell. One call at a time.</summary>
    Action<string, double?>? Measured { get; set; }

    /// <summary>Begins; trouble with hardware does not throw, and is tried again every 5 s.</summary>
    void Start();

    /// <summary>What a display shows until something else is said, or until <paramref name="blankAfter"/> brought nothing. Does not wait.</summary>
    /// <exception cref="ArgumentException">The plan has no such display.</exception>
    void Show(string name, string text, TimeSpan blankAfter);
}

/// <summary>For an estate without such chips.</summary>
public sealed class NoChips : IChips
{
    public IReadOnlyDictionary<string, string> Problems { get; } = new Dictionary<string, string>();

    public Action<string, string>? CardRead { get; set; }

    public Action<string, double?>? Measured { get; set; }

    public void Start()
    {
    }

    public void Show(string name, string text, TimeSpan blankAfter) => throw new ArgumentException($"there is no display '{name}'", nameof(name));

    public void Dispose()
    {
    }
}
