using Estate.Adapters.Clock;
using Estate.Adapters.Gpio;

namespace Estate.Gateway;

/// <summary>What the process meets outside itself; a test puts its own in place.</summary>
/// <param name="IsClockSynchronised">Whether somebody disciplines the wall clock now.</param>
public sealed record Surroundings(TimeProvider Time, Func<bool> IsClockSynchronised)
{
    public static readonly Surroundings Real = new(TimeProvider.System, KernelClock.IsSynchronised);

    /// <summary>The machine's lines for a plan, a mode, and where simulated ones are played.</summary>
    public Func<PinPlan, string, string, IPins> OpenPins { get; init; } = (plan, mode, socket) => Pins.Open(plan, mode, socket, TimeProvider.System);
}
