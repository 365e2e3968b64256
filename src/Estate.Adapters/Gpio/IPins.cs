namespace Estate.Adapters.Gpio;

/// <summary>
/// The wires of this machine. Nobody can start them without saying who hears of them.
/// </summary>
public interface IPins : IDisposable
{
    /// <summary>For people: "kernel GPIO" or "simulated pins at PATH".</summary>
    string Description { get; }

    bool IsSimulated { get; }

    /// <summary>Null when all lines are held; otherwise which line is not, why, and what to do about it.</summary>
    string? Problem { get; }

    /// <summary>
    /// Begins, once. Trouble with hardware does not throw: <see cref="Problem"/> tells it, and it is tried again every 5 s.
    /// </summary>
    void Start(PinEvents events);

    /// <summary>From any thread; never waits for a handler. The value is remembered and driven when the line is back.</summary>
    /// <returns>False when the line cannot be driven now.</returns>
    /// <exception cref="ArgumentException">The plan has no such output.</exception>
    bool Drive(string name, bool active);
}
