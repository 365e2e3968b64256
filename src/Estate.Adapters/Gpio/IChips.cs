namespace Estate.Adapters.Gpio;

/// <summary>A chip and the caller's own key of it, such as "gate/s-gate:reader".</summary>
public sealed record PlannedChip(string Name, ChipAddress Chip);

/// <summary>Card reader and display chips on this machine's buses.</summary>
public interface IChips : IDisposable
{
    /// <summary>The chips that do not answer, each with why and what to do about it.</summary>
    IReadOnlyDictionary<string, string> Problems { get; }

    /// <summary>The reader's name and the card's number in hexadecimal, once when a card comes. One call at a time.</summary>
    Action<string, string>? CardRead { get; set; }

    /// <summary>Begins; trouble with hardware does not throw, and is tried again every 5 s.</summary>
    void Start();

    /// <summary>What a display shows until something else is said, or until <paramref name="blankAfter"/> brought nothing. Does not wait.</summary>
    /// <exception cref="ArgumentException">The plan has no such display.</exception>
    void Show(string name, string text, TimeSpan blankAfter);
}

/// <summary>For an estate without such chips, and for drivers that have none.</summary>
public sealed class NoChips : IChips
{
    public IReadOnlyDictionary<string, string> Problems { get; } = new Dictionary<string, string>();

    public Action<string, string>? CardRead { get; set; }

    /// <exception cref="FormatException">There are such chips; says what to do.</exception>
    public static NoChips For(IReadOnlyList<PlannedChip> plan) => plan is [var first, ..]
        ? throw new FormatException($"pins: {first.Name} is a chip ({first.Chip}), which these drivers do not know. Build the gateway with -p:Drivers=managed (docs/operations.md, Drivers), give a reader its two lines data0 and data1, or let the device speak MQTT")
        : new NoChips();

    public void Start()
    {
    }

    public void Show(string name, string text, TimeSpan blankAfter) => throw new ArgumentException($"there is no display '{name}'", nameof(name));

    public void Dispose()
    {
    }
}
