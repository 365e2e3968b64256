using Estate.Domain.Devices;
using Estate.Domain.Points;
using NodaTime;

namespace Estate.Web.Home;

/// <summary>When waste may be brought today, and whether that is now.</summary>
public sealed record HoursView(bool IsOpen, Text Now, string Windows)
{
    internal static HoursView Of(PointsProgramme programme, Instant now)
    {
        var windows = string.Join(" · ", programme.Policies.At(now).Windows.Select(window => window.ToString()));
        if (programme.OpenAt(now) is { } open)
            return new(true, new($"现在可以投放，到 {Clock(open.EndExclusive)}", $"Open now, until {Clock(open.EndExclusive)}"), windows);
        var next = (now + programme.OpensIn(now)).InZone(programme.Zone);
        var isToday = next.Date == now.InZone(programme.Zone).Date;
        return new(
            false, new(
                $"现在不开放，{(isToday ? "今天" : "明天")} {Clock(next.TimeOfDay)} 开",
                $"Closed now, opens {(isToday ? "today" : "tomorrow")} at {Clock(next.TimeOfDay)}"), windows);
    }

    private static string Clock(LocalTime time) =>
        time == LocalTime.Midnight ? "24:00" : time.ToString("HH:mm", System.Globalization.CultureInfo.InvariantCulture);
}
