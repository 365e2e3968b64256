using Estate.Domain.Devices;

namespace Estate.Web.Devices;

/// <summary>How a device reaches the broker; <paramref name="Topic"/> is the subtree that is its own.</summary>
public sealed record DeviceAccess(DeviceSettings Settings, string Host, int Port, string Password, string Topic, bool IsSecure)
{
    /// <summary>All of it in one line, for a QR code.</summary>
    public string Link => string.Create(
        System.Globalization.CultureInfo.InvariantCulture,
        $"{(IsSecure ? "mqtts" : "mqtt")}://{Settings.Device.Name}:{Password}@{Host}:{Port}/{Topic}");
}
