using Estate.Domain.Devices;
using NodaTime;

namespace Estate.Domain.Monitors;

/// <summary>A sensor's own lines of the inventory.</summary>
/// <param name="OpenTooLong">A door that stands open for longer is an alert; null where it may.</param>
/// <param name="BikeGone">A bicycle that was not seen again for so long is gone.</param>
internal sealed record MonitorSettings(Duration? OpenTooLong, Duration BikeGone)
{
    private const double LongestMinutes = 1440;

    /// <summary>What most have, once for all of them.</summary>
    private static readonly MonitorSettings Usual = new(null, Duration.FromMinutes(10));

    public static MonitorSettings From(DeviceSettings settings)
    {
        var open = settings.Number("open_alert_min", 0, 0, LongestMinutes, " minutes");
        var gone = settings.Number("bike_gone_min", Usual.BikeGone.TotalMinutes, 1, LongestMinutes, " minutes");
        var own = new MonitorSettings(open > 0 ? Duration.FromMinutes(open) : null, Duration.FromMinutes(gone));
        return own == Usual ? Usual : own;
    }
}
