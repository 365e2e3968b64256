using Estate.Domain.Devices;

namespace Estate.Gateway.Web;

/// <summary>Where a device is found on the site.</summary>
internal static class DeviceLinks
{
    internal static string Anchor(DeviceId device) => $"{device.Kind}-{device.Name}";

    /// <summary>Parts of something larger are shown there.</summary>
    internal static bool IsListed(DeviceId device) => !Pages.ParkingPages.IsSensor(device);

    internal static string PageOf(DeviceId device) => device.Kind switch
    {
        Pages.StationPages.Kind => $"/stations/{device.Name}",
        Pages.GatePages.Kind => $"/gates/{device.Name}",
        Pages.ChargerPages.Kind => "/chargers",
        _ when Pages.ParkingPages.IsPart(device) => "/parking",
        _ => $"/devices#{Anchor(device)}",
    };

    /// <summary>Where staff look closer; null where there is no such page.</summary>
    internal static string? StaffPageOf(Domain.Alerts.AlertKey key) => key.Device.Kind == Pages.ChargerPages.Kind
        ? $"/staff/chargers/{key.Device.Name}" + (key.Component.Length > 0 ? "#" + key.Component : "")
        : null;
}
