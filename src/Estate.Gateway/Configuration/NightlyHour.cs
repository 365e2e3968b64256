using NodaTime;
using NodaTime.Text;

namespace Estate.Gateway.Configuration;

/// <summary>What is done once a day at an hour of the estate's zone.</summary>
internal static class NightlyHour
{
    /// <summary>An hour of the day as estate.yaml has it.</summary>
    internal static readonly LocalTimePattern Written = LocalTimePattern.CreateWithInvariantCulture("HH':'mm");

    /// <summary>The last time it was due; an hour that the clock skips comes a little later, one that it repeats counts once.</summary>
    internal static Instant LastDue(LocalTime at, Instant now, DateTimeZone zone)
    {
        var today = now.InZone(zone).Date;
        var due = (today + at).InZoneLeniently(zone).ToInstant();
        return due <= now ? due : (today.PlusDays(-1) + at).InZoneLeniently(zone).ToInstant();
    }
}
