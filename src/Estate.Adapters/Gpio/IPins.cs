namespace Estate.Adapters.Gpio;

/// <summary>
/// The wires of this machine. Handlers are set before <see cref="Start"/>, run one at a time and catch their own
/// exceptions; one that blocks holds up all wires.
/// </summary>
public interface IPins : IDisposable
{
    /// <summary>For people: "kernel GPIO" or "simulated pins at PATH".</summary>
    string Description { get; }

    bool IsSimulated { get; }

    /// <summary>Null when all lines are held; otherwise which line is not, why, and what to do about it.</summary>
    string? Problem { get; }

    /// <summary>
    /// Name, and whether it is active. First the levels found when a line was taken (again after it was lost), then each
    /// change, and what a re-read showed to be different: a lost edge is healed within about a second.
    /// </summary>
    Action<string, bool>? InputChanged { get; set; }

    /// <summary>The reader's name and what it sent.</summary>
    Action<string, WireFrame>? FrameRead { get; set; }

    /// <summary>The reader's name, and sequence_gap, noise, too_long or flood.</summary>
    Action<string, string>? FrameDiscarded { get; set; }

    /// <summary>The held inputs as re-read, about once a second: proof that these wires are still held.</summary>
    Action<IReadOnlyDictionary<string, bool>>? Refreshed { get; set; }

    /// <summary>Begins. Trouble with hardware does not throw: <see cref="Problem"/> tells it, and it is tried again every 5 s.</summary>
    void Start();

    /// <summary>From any thread; never waits for a handler. The value is remembered and driven when the line is back.</summary>
    /// <returns>False when the line cannot be driven now.</returns>
    /// <exception cref="ArgumentException">The plan has no such output.</exception>
    bool Drive(string name, bool active);
}
