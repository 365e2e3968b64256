using System.Collections.Immutable;
using NodaTime;

namespace Estate.Domain.Gate.Schedules;

/// <summary>
/// The versions, in force one after the other. A version is there whole or not at all, and never reaches back before its
/// effective time.
/// </summary>
public static class ScheduleHistory
{
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

    /// <summary>
    /// With one more. Of those that are over the inventory's and the last one stay, to fall back on; all that ever were are in
    /// the journal, and a gate's state is written at every passage.
    /// </summary>
    internal static ImmutableArray<GateSchedule> With(this ImmutableArray<GateSchedule> versions, GateSchedule added, Instant now)
    {
        ImmutableArray<GateSchedule> all = [.. versions.Add(added).OrderBy(version => version.EffectiveFrom)];
        var inForce = all.IndexOf(all.At(now));
        return [.. all.Where((version, index) => version.Version == 0 || index >= inForce - 1)];
    }

    /// <summary>Those whose checksum holds; the first version comes from the inventory and has none.</summary>
    internal static ImmutableArray<GateSchedule> Intact(this ImmutableArray<GateSchedule> versions) =>
        [.. versions.Where(version => version.Version == 0 || version.IsIntact)];
}
