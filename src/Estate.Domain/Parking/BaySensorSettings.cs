using Estate.Domain.Devices;
using NodaTime;

namespace Estate.Domain.Parking;

/// <summary>A bay sensor's own lines of the inventory.</summary>
internal sealed record BaySensorSettings(string Bay, string Zone, DeviceId? Lot)
{
    /// <summary>How long a change must last before it counts; also spares the neighbours' shadows.</summary>
    public Duration Confirm { get; init; }
    public Duration Heartbeat { get; init; }

    /// <summary>Neither free nor occupied for longer than this is believed without a change.</summary>
    public Duration Unchanged { get; init; }

    /// <summary>Ten years of minutes: for recordings that have no heartbeat.</summary>
    private const double LongestMinutes = 5_256_000;

    internal Duration StaleAfter => Heartbeat * 5 / 2;

    public static BaySensorSettings From(DeviceSettings settings)
    {
        var name = settings.Device.Name.ToUpperInvariant();
        var usual = settings.Habits?.Every?.TotalMinutes ?? 60;
        return new(
            settings.Values.GetValueOrDefault("bay", name),
            settings.Values.GetValueOrDefault("zone", "A"),
            settings.Values.TryGetValue("lot", out var lot) ? new DeviceId(LotKind.KindName, lot) : null)
        {
            Confirm = settings.Seconds("confirm_s", 10),
            Heartbeat = Duration.FromMinutes(settings.Number("heartbeat_min", usual, 1, LongestMinutes, " minutes")),
            Unchanged = Duration.FromDays(settings.Number("unchanged_days", 14, 0.01, 3650, " days")),
        };
    }
}
