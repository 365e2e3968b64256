using Estate.Domain.Devices;

namespace Estate.Gateway.Web;

/// <summary>Where a device is found on the site.</summary>
internal static class DeviceLinks
{
    internal static string Anchor(DeviceId device) => $"{device.Kind}-{device.Name}";

    internal static string PageOf(DeviceId device) => device.Kind switch
    {
        Pages.StationPages.Kind => $"/stations/{device.Name}",
        Pages.GatePages.Kind => $"/gates/{device.Name}",
        _ => $"/#{Anchor(device)}",
    };
}
