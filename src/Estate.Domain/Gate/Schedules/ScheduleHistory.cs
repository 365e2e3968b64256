using System.Collections.Immutable;
using NodaTime;

namespace Estate.Domain.Gate.Schedules;

/// <summary>
/// The versions, in force one after the other. A version is there whole or not at all, and never reaches back before its
/// effective time.
/// </summary>
public static class ScheduleHistory
{
    /// <summary>Versions kept with the gate; all that ever were are in the journal.</summary>
    private const int Kept = 20;

    /// <summary>In force at an instant; the restrictive one where there is none.</summary>
    public static GateSchedule At(this ImmutableArray<GateSchedule> versions, Instant instant)
    {
        GateSchedule? found = null;
        foreach (var version in versions)
            if (version.EffectiveFrom <= instant && (found is null || version.EffectiveFrom >= found.EffectiveFrom))
                found = version;
        return found ?? GateSchedule.Restrictive;
    }

    /// <summary>Of those decided, the newest to take effect.</summary>
    public static GateSchedule Latest(this ImmutableArray<GateSchedule> versions) => versions.At(Instant.MaxValue);

    /// <summary>With one more; the oldest that are over go.</summary>
    internal static ImmutableArray<GateSchedule> With(this ImmutableArray<GateSchedule> versions, GateSchedule added)
    {
        ImmutableArray<GateSchedule> all = [.. versions.Add(added).OrderBy(version => version.EffectiveFrom)];
        return all.Length > Kept ? all.RemoveAt(0) : all;
    }

    /// <summary>Those whose checksum holds; the first version comes from the inventory and has none.</summary>
    internal static ImmutableArray<GateSchedule> Intact(this ImmutableArray<GateSchedule> versions) =>
        [.. versions.Where(version => version.Version == 0 || version.IsIntact)];
}
