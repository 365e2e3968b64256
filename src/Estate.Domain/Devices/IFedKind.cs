namespace Estate.Domain.Devices;

/// <summary>A kind whose devices have numbered outlets, which may hang on a <see cref="Feeder"/>.</summary>
public interface IFedKind : IDeviceKind
{
    /// <summary>Outlets are numbered from 1 to this.</summary>
    int OutletsOf(DeviceSettings settings);
}
