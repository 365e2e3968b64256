using System.Globalization;
using NodaTime;

namespace Estate.Domain.Devices;

/// <summary>Times as people read them: of the estate's clocks on the wall.</summary>
public static class TimeText
{
    public static string Read(this Instant at, DateTimeZone zone) =>
        at.InZone(zone).ToString("uuuu-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    public static string Read(this Duration length) => length.ToString("-H:mm:ss", CultureInfo.InvariantCulture);

    /// <summary>By the estate's wall clock, to the minute: <c>2026-12-01 12:00</c>.</summary>
    public static string Minute(Instant at, DateTimeZone zone) =>
        at.InZone(zone).LocalDateTime.ToString("uuuu-MM-dd HH:mm", CultureInfo.InvariantCulture);
}
