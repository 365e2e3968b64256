using Estate.Adapters.Clock;

namespace Estate.Gateway;

/// <summary>What the process meets outside itself; a test puts its own in place.</summary>
/// <param name="IsClockSynchronised">Whether somebody disciplines the wall clock now.</param>
public sealed record Surroundings(TimeProvider Time, Func<bool> IsClockSynchronised)
{
    public static readonly Surroundings Real = new(TimeProvider.System, KernelClock.IsSynchronised);
}
