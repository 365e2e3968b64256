using Estate.Domain.Devices;
using Estate.Web.Bins;
using Estate.Web.Charging;
using Estate.Web.Gate;
using Estate.Web.Parking;

namespace Estate.Web.Shared;

/// <summary>Where a device is found on the site.</summary>
internal static class DeviceLinks
{
    internal static string Anchor(DeviceId device) => $"{device.Kind}-{device.Name}";

    /// <summary>Parts of something larger are shown there.</summary>
    internal static bool IsListed(DeviceId device) => !ParkingPages.IsSensor(device);

    internal static string PageOf(DeviceId device) => device.Kind switch
    {
        StationPages.Kind => $"/stations/{device.Name}",
        GatePages.Kind => $"/gates/{device.Name}",
        ChargerPages.Kind => "/chargers",
        _ when ParkingPages.IsPart(device) => "/parking",
        _ => $"/devices#{Anchor(device)}",
    };

    /// <summary>Where staff look closer; null where there is no such page.</summary>
    internal static string? StaffPageOf(Domain.Alerts.AlertKey key) => key.Device.Kind == ChargerPages.Kind
        ? $"/staff/chargers/{key.Device.Name}" + (key.Component.Length > 0 ? "#" + key.Component : "")
        : null;
}
