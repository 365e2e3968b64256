namespace Estate.Adapters.Gpio;

/// <summary>
/// What is received of the wires. Handlers run one at a time and catch their own exceptions; one that blocks holds up all wires.
/// </summary>
/// <param name="InputChanged">
/// Name, and whether it is active. First the levels found when a line was taken (again after it was lost), then each
/// change, and what a re-read showed to be different: a lost edge is healed within about a second.
/// </param>
/// <param name="FrameRead">The reader's name and what it sent.</param>
/// <param name="FrameDiscarded">The reader's name, and sequence_gap, noise, too_long or flood.</param>
/// <param name="Refreshed">The held inputs as re-read, about once a second: proof that these wires are still held.</param>
public sealed record PinEvents(
    Action<string, bool> InputChanged, Action<string, WireFrame> FrameRead, Action<string, string> FrameDiscarded,
    Action<IReadOnlyDictionary<string, bool>> Refreshed)
{
    /// <summary>Heard by nobody.</summary>
    public static readonly PinEvents Ignored = new((_, _) => { }, (_, _) => { }, (_, _) => { }, _ => { });
}
