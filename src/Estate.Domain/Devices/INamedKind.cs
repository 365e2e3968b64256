namespace Estate.Domain.Devices;

/// <summary>A kind whose devices are called by something painted where they are, such as a bay's number.</summary>
internal interface INamedKind : IDeviceKind
{
    /// <summary>Where nobody gave a name.</summary>
    Text NameOf(DeviceSettings settings);
}
