namespace Estate.Domain.Devices;

/// <summary>
/// A new piece of hardware takes a device's place. What is known of the place stays; what the old one numbered is forgotten, so that
/// the new one's events are news.
/// </summary>
public sealed record ReplaceDevice(DeviceId Device, string Reason) : IDeviceRequest
{
    public const int MaxReason = 200;
}
